import type { StuckEvent } from '#lib/billing/dead-letters.ts'
import { formatMoment } from '#lib/format.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { replay } from './actions.ts'

type Props = { event: StuckEvent; mayReplay: boolean }

/** One event that needs a person: what it is, whose, why it is stuck, and a button. */
export function Stuck({ event, mayReplay }: Props) {
  const { id, type, error, attempts, processedAt } = event
  return (
    <li className="grid gap-x-6 gap-y-3 py-4 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere">{type}</p>
        <p className="mt-1 text-[0.9375rem] text-soft">
          <code className="font-mono text-sm wrap-anywhere">{id}</code>, <Customer event={event} />
        </p>
        <p className="mt-1 text-[0.9375rem] text-soft">
          Came {formatMoment(event.receivedAt)}.{' '}
          {attempts === 1 ? 'One attempt' : `${attempts} attempts`}
          {processedAt
            ? `; given up ${formatMoment(processedAt)}.`
            : `; the next one ${formatMoment(event.nextAttemptAt)}.`}
        </p>
        {error && (
          <p className="mt-2 font-mono text-sm wrap-anywhere text-bad">
            <span className="sr-only">Why: </span>
            {error}
          </p>
        )}
      </div>
      {mayReplay && (
        <form action={replay}>
          <input type="hidden" name="id" value={id} />
          <Submit pending="Replaying …" quiet>
            Replay<span className="sr-only"> {id}</span>
          </Submit>
        </form>
      )}
    </li>
  )
}

function Customer({ event: { customerId, readerId } }: { event: StuckEvent }) {
  if (customerId === null) return 'no customer named'
  const name = <code className="font-mono text-sm wrap-anywhere">{customerId}</code>
  if (readerId === null) return <>{name}, nobody of ours</>
  return (
    <a href={`/newsroom/readers/${readerId}`} className="text-ink underline">
      {name}
    </a>
  )
}

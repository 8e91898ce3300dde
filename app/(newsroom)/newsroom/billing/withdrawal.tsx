import type { OpenWithdrawal } from '#lib/billing/settle-by-hand.ts'
import { formatMoment } from '#lib/format.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { settleByHand } from './actions.ts'

/** A withdrawal that a person has to look at, and the button for when that is done. */
export function Withdrawal({ withdrawal }: { withdrawal: OpenWithdrawal }) {
  const { id, name, email, reference, readerId, statedAt } = withdrawal
  return (
    <li className="grid gap-x-6 gap-y-3 py-4 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere">
          {name}, {email}
        </p>
        <p className="mt-1 text-[0.9375rem] wrap-anywhere text-soft">
          Stated {formatMoment(statedAt)}
          {reference && <>, about “{reference}”</>}.{' '}
          <a
            href={
              readerId
                ? `/newsroom/readers/${readerId}`
                : `/newsroom/readers?${new URLSearchParams({ q: email })}`
            }
            className="text-ink underline"
          >
            {readerId ? 'Open the reader' : 'Look for the address'}
          </a>
        </p>
      </div>
      <form action={settleByHand}>
        <input type="hidden" name="id" value={id} />
        <Submit pending="Settling …" quiet>
          Settled<span className="sr-only">: {name}</span>
        </Submit>
      </form>
    </li>
  )
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { may } from '#lib/newsroom/roles.ts'
import { formatMoment } from '#lib/format.ts'
import { Submit } from '../../../../parts/submit.client.tsx'
import { requireStaff } from '../../../guard.ts'
import { Mark } from '../mark.tsx'
import { syncNow } from './actions.ts'
import { Bought } from './bought.tsx'
import { Correspondence } from './correspondence.tsx'
import { Timeline } from './timeline.tsx'
import { theReader } from '../the-reader.ts'

export const metadata: Metadata = { title: 'Reader' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ synced?: string | string[]; did?: string | string[] }>
}

const synced: Record<string, string> = {
  synced: 'Read from Stripe just now. What you see is what Stripe says.',
  no_customer: 'This reader is not a customer at Stripe: there is nothing to read.',
  unavailable: 'Stripe does not answer just now. What you see is what we knew before.',
}

const did: Record<string, string> = {
  given: 'Access is given, and a mail says so. It is listed below, where it can be taken back.',
  taken_back: 'The access was taken back. It ended just now.',
  nothing: 'There was nothing to take back any more.',
  refunded: 'The payment is on its way back, and the subscription is over.',
  given_back: 'The money is on its way back. It takes five to ten days to arrive.',
  ended: 'The subscription is over. There was nothing left to refund.',
}

function noticeOf({ synced: read, did: done }: Awaited<Props['searchParams']>): string | undefined {
  // Anybody may write an address, and `constructor` is in every object.
  if (typeof done === 'string' && Object.hasOwn(did, done)) return did[done]
  return typeof read === 'string' && Object.hasOwn(synced, read) ? synced[read] : undefined
}

export default async function ReaderPage({ params, searchParams }: Props) {
  const { id } = await params
  const { actor, role } = await requireStaff('look readers up', `/newsroom/readers/${id}`)
  if (!z.uuid().safeParse(id).success) notFound()
  const status = await theReader(actor, id)
  const { reader, decision, verdict } = status
  const notice = noticeOf(await searchParams)
  return (
    <>
      <p>
        <a href="/newsroom/readers" className="text-soft underline">
          Readers
        </a>
      </p>
      <h1 className="mt-1 text-2xl font-bold wrap-anywhere sm:text-3xl">{reader.email}</h1>
      <p className="mt-1 text-soft">
        {reader.name && <>{reader.name}, </>}
        {reader.role && <>{reader.role}, </>}
        with us since {formatMoment(reader.createdAt)}
      </p>
      <section
        aria-label="Verdict"
        className={`mt-6 border-s-[6px] bg-panel p-5 sm:p-6 ${decision.granted ? 'border-good' : 'border-bad'}`}
      >
        <p className="headline flex gap-3 text-[1.625rem] leading-[1.2] sm:text-3xl">
          <Mark granted={decision.granted} /> <span>{verdict}</span>
        </p>
        <p className="mt-3 text-soft">
          Reason: <code className="font-mono text-ink">{decision.reason}</code>
          {decision.until && <>. Access itself ends {formatMoment(decision.until)}</>}
        </p>
        {status.payingTwice && (
          <p className="mt-3 font-semibold text-bad">
            Two subscriptions are running: this reader pays twice. One can be refunded.
          </p>
        )}
      </section>
      {notice && (
        <output className="mt-4 block border-s-[3px] border-ink ps-3 font-medium">{notice}</output>
      )}
      {may(role, 'sync readers with Stripe') && (
        <form action={syncNow} className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <input type="hidden" name="id" value={reader.id} />
          <Submit pending="Asking Stripe …" quiet>
            Sync with Stripe now
          </Submit>
          <span className="text-soft">
            {status.customer?.syncedAt
              ? `Last read ${formatMoment(status.customer.syncedAt)}`
              : 'Never read'}
          </span>
        </form>
      )}
      {may(role, 'give access') && (
        <p className="mt-4">
          <a href={`/newsroom/readers/${reader.id}/grant`} className="button button-quiet">
            Give access
          </a>
        </p>
      )}
      <div className="mt-10 grid gap-x-14 gap-y-10 lg:grid-cols-[1.2fr_1fr]">
        <div className="grid content-start gap-10">
          <Bought status={status} role={role} />
          <Correspondence status={status} />
        </div>
        <Timeline entries={status.timeline} />
      </div>
    </>
  )
}

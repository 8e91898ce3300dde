import type { Metadata } from 'next'
import { stuckEvents } from '#lib/billing/dead-letters.ts'
import { readOddities } from '#lib/billing/oddities.ts'
import { openWithdrawals } from '#lib/billing/settle-by-hand.ts'
import { readHealth } from '#lib/health.ts'
import { may } from '#lib/newsroom/roles.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { requireStaff } from '../../guard.ts'
import { Part } from '../readers/[id]/part.tsx'
import { replayAll } from './actions.ts'
import { noticeOf, type Said } from './notice.ts'
import { Odd } from './odd.tsx'
import { Stuck } from './stuck.tsx'
import { Withdrawal } from './withdrawal.tsx'

export const metadata: Metadata = { title: 'Billing' }

type Props = { searchParams: Promise<Said> }

export default async function BillingPage({ searchParams }: Props) {
  const { role } = await requireStaff('watch billing', '/newsroom/billing')
  const [health, { dead, waiting }, oddities, withdrawals] = await Promise.all([
    readHealth(appDatabase(), new Date()),
    stuckEvents(appDatabase(), new Date()),
    readOddities(appDatabase()),
    openWithdrawals(appDatabase()),
  ])
  const notice = noticeOf(await searchParams)
  const mayReplay = may(role, 'replay events')
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Billing</h1>
      <p className="mt-2 max-w-2xl text-soft">
        What Stripe tells us comes in as events. Here is what went wrong with them, and with how
        this site and the Stripe account are set up.
      </p>
      {notice && (
        <output className="mt-4 block border-s-[3px] border-ink ps-3 font-medium">{notice}</output>
      )}
      <div className="mt-8 grid max-w-4xl gap-10">
        <Part title="Problems" empty="Nothing is wrong.">
          {health.problems.map((problem) => (
            <li key={problem} className="py-3">
              <p className="max-w-[65ch] border-s-[3px] border-bad ps-3">{problem}</p>
            </li>
          ))}
        </Part>
        {oddities.length > 0 && (
          <Part title="Odd at Stripe" empty="">
            {oddities.map((oddity) => (
              <Odd key={`${oddity.readerId} ${oddity.about}`} oddity={oddity} />
            ))}
          </Part>
        )}
        {withdrawals.length > 0 && may(role, 'settle withdrawals') && (
          <div>
            <Part title="Withdrawals to settle by hand" empty="">
              {withdrawals.map((withdrawal) => (
                <Withdrawal key={withdrawal.id} withdrawal={withdrawal} />
              ))}
            </Part>
            <p className="mt-2 max-w-[65ch] text-[0.9375rem] text-soft">
              Give back what is to be given back first, on the page of the reader, and answer the
              person. Then say here that it is settled.
            </p>
          </div>
        )}
        <div>
          <Part title="Given up after ten attempts" empty="Nothing waits.">
            {dead.map((event) => (
              <Stuck key={event.id} event={event} mayReplay={mayReplay} />
            ))}
          </Part>
          {dead.length > 1 && mayReplay && (
            <form action={replayAll} className="mt-4">
              <Submit pending="Replaying …">Replay all</Submit>
            </form>
          )}
        </div>
        <Part title="Waiting for more than ten minutes" empty="Nothing waits.">
          {waiting.map((event) => (
            <Stuck key={event.id} event={event} mayReplay={mayReplay} />
          ))}
        </Part>
      </div>
      {!mayReplay && dead.length + waiting.length > 0 && (
        <p className="mt-6 text-soft">An admin can replay events.</p>
      )}
    </>
  )
}

import { forgetExpiredLimits } from '#db/queries/limits.ts'
import { forgetOldChallenges } from '#db/queries/sign-in.ts'
import { stripeGateway } from '#lib/billing/connection.ts'
import { type Billing, drainInbox } from '#lib/billing/inbox.ts'
import { reconcileEvents } from '#lib/billing/reconcile.ts'
import { readOverdueRenewals } from '#lib/billing/renewals.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { sendDueMail } from '#lib/mail/send.ts'
import { appDatabase, billingDatabase, environment } from '#lib/runtime.ts'

type Job = { name: string; every: number; run: () => Promise<unknown> }

const now = () => new Date()

/** What runs by itself, in every instance: each piece of work is locked by whoever does it. */
const jobs: Job[] = [
  { name: 'mail', every: 1 * SECOND, run: () => sendDueMail(appDatabase(), now) },
  { name: 'inbox', every: 5 * SECOND, run: () => drainInbox(billingDatabase(), billing()) },
  {
    name: 'overdue renewals',
    every: 1 * MINUTE,
    run: () => readOverdueRenewals(billingDatabase(), billing()),
  },
  {
    name: 'reconcile',
    every: 10 * MINUTE,
    run: () => reconcileEvents(billingDatabase(), billing()),
  },
  {
    name: 'old challenges',
    every: 1 * HOUR,
    run: () => forgetOldChallenges(appDatabase(), later(now(), -1 * DAY)),
  },
  { name: 'old limits', every: 1 * HOUR, run: () => forgetExpiredLimits(appDatabase(), now()) },
]

function billing(): Billing {
  return {
    stripe: stripeGateway('background'),
    priceId: environment().stripe.monthlyPrice,
    now,
  }
}

/** The jobs of this process, running. `stop` lets what runs finish. */
export type RunningJobs = { stop: () => Promise<void> }

/** Starts every job: once now, then each time its interval has passed since it last finished. */
export function startJobs(): RunningJobs {
  const running = jobs.map((job) => startJob(job))
  return {
    stop: async () => {
      await Promise.all(running.map((job) => job.stop()))
    },
  }
}

function startJob(job: Job): RunningJobs {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const once = async () => {
    try {
      await job.run()
    } catch (error) {
      log().error({ job: job.name, err: error }, 'job failed; it runs again')
    }
  }
  let current = Promise.resolve()
  const again = async () => {
    await once()
    if (!stopped) timer = setTimeout(turn, job.every)
  }
  const turn = () => {
    current = again()
  }
  turn()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await current
    },
  }
}

import { noteAlive } from '#db/queries/health.ts'
import { backgroundBilling } from '#lib/billing/connection.ts'
import { drainInbox } from '#lib/billing/inbox.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { sendDueMail } from '#lib/mail/send.ts'
import { printDueCards } from '#lib/share-cards/keep.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'

type Job = { name: string; every: number; run: () => Promise<unknown> }

const now = () => new Date()

/**
 * What runs every few seconds, in every instance: each message and event is locked by whoever has it.
 * Somebody waits for these, so they are no rows of a queue that is looked into now and then.
 */
const jobs: Job[] = [
  { name: 'mail', every: 1 * SECOND, run: () => sendDueMail(appDatabase(), now) },
  {
    name: 'inbox',
    every: 5 * SECOND,
    run: () => drainInbox(billingDatabase(), backgroundBilling()),
  },
  // Whoever publishes passes the link on in the next minute.
  { name: 'share-cards', every: 5 * SECOND, run: () => printDueCards(appDatabase()) },
  // What `lib/health.ts` goes by: that somebody sends mail and drains the inbox at all.
  { name: 'heartbeat', every: 10 * SECOND, run: () => noteAlive(appDatabase(), now()) },
]

/** The jobs of this process, running. `stop` lets what runs finish; `wake` waits for no interval. */
export type RunningJobs = { stop: () => Promise<void>; wake: (name: string) => void }

/** Starts every timer: once now, then each time its interval has passed since it last finished. */
export function startTimers(): RunningJobs {
  const running = new Map(jobs.map((job) => [job.name, startJob(job)]))
  return {
    stop: async () => {
      await Promise.all([...running.values()].map((job) => job.stop()))
    },
    wake: (name) => running.get(name)?.wake(),
  }
}

function startJob(job: Job): { stop: () => Promise<void>; wake: () => void } {
  const state: { timer?: NodeJS.Timeout; stopped: boolean; woken: boolean } = {
    stopped: false,
    woken: false,
  }
  const once = async () => {
    try {
      await job.run()
    } catch (error) {
      log().error({ job: job.name, err: error }, 'job failed; it runs again')
    }
  }
  let current = Promise.resolve()
  const again = async () => {
    delete state.timer
    do {
      state.woken = false
      await once()
    } while (state.woken && !state.stopped)
    if (!state.stopped) state.timer = setTimeout(turn, job.every)
  }
  const turn = () => {
    current = again()
  }
  turn()
  return {
    stop: async () => {
      state.stopped = true
      clearTimeout(state.timer)
      await current
    },
    wake: () => {
      state.woken = true
      if (state.timer === undefined || state.stopped) return
      clearTimeout(state.timer)
      turn()
    },
  }
}

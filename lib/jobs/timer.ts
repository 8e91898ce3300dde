import { backgroundBilling } from '#lib/billing/connection.ts'
import { drainInbox } from '#lib/billing/inbox.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { sendDueMail } from '#lib/mail/send.ts'
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
]

/** The jobs of this process, running. `stop` lets what runs finish. */
export type RunningJobs = { stop: () => Promise<void> }

/** Starts every timer: once now, then each time its interval has passed since it last finished. */
export function startTimers(): RunningJobs {
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

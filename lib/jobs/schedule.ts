import { setTimeout as wait } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { jobConnection } from '#db/job-schema.ts'
import { DAY, MINUTE, SECOND } from '#lib/clock.ts'
import { describeError, log } from '#lib/log.ts'
import { publication } from '#lib/publication.ts'
import { environment } from '#lib/runtime.ts'
import type { ScheduledWork } from './work.ts'

/** This process's share of the scheduled work. `stop` lets what runs finish. */
export type RunningSchedule = { stop: () => Promise<void> }

/** How long a started piece of work may go unheard of: its instance was killed. */
const HEARTBEAT_SECONDS = 30

/** How often the database is asked. Nobody waits for what is scheduled. */
const PACE = { pollSeconds: 5, cronSeconds: 15, tryAgainMs: 5 * SECOND }

/**
 * Takes part in the schedule that all instances share: each time is taken by one of them, and no
 * work runs twice at once. Returns at once; a database that is not there is tried again until it is,
 * and one that goes away and comes back stops neither this process nor the schedule.
 */
export function startSchedule(
  works: readonly ScheduledWork[],
  { pollSeconds, cronSeconds, tryAgainMs } = PACE,
): RunningSchedule {
  const stopping = new AbortController()
  const boss = new PgBoss({
    ...jobConnection(environment().databaseUrl),
    cronMonitorIntervalSeconds: cronSeconds,
    cronWorkerIntervalSeconds: cronSeconds,
  })
  boss.on('error', sayNowAndThen('the schedule does not reach its database; it goes on trying'))
  boss.on('warning', ({ message }) => log().warn({ message }, 'the schedule says'))
  const running = new Set<Promise<void>>()
  const begun = new Set<string>()
  const setUp = async () => {
    await boss.start()
    for (const work of works) await schedule(boss, work)
    await unscheduleAllBut(boss, works)
    for (const work of works) {
      if (begun.has(work.name)) continue
      begun.add(work.name)
      await boss.work(work.name, { pollingIntervalSeconds: pollSeconds }, () => {
        const current = runOnce(work, stopping.signal).finally(() => running.delete(current))
        running.add(current)
        return current
      })
    }
    for (const work of works) if (work.atStart) await boss.send(work.name)
  }
  const started = untilItWorks(setUp, tryAgainMs, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await started
      await boss.stop().catch((error: unknown) => {
        log().warn({ err: error }, 'the schedule did not stop cleanly')
      })
      await Promise.allSettled(running)
    },
  }
}

/** Makes the queue of a piece of work and puts it on the schedule, or brings both up to date. */
async function schedule(boss: PgBoss, { name, cron, longestSeconds }: ScheduledWork) {
  const options = {
    // It is tried again at its next time: an outage would only be met again at once.
    retryLimit: 0,
    expireInSeconds: longestSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: DAY / SECOND,
  }
  await boss.createQueue(name, { ...options, policy: 'exclusive' })
  await boss.updateQueue(name, options)
  await boss.schedule(name, cron, null, { tz: publication.timeZone })
}

async function unscheduleAllBut(boss: PgBoss, works: readonly ScheduledWork[]): Promise<void> {
  for (const { name } of await boss.getSchedules())
    if (!works.some((work) => work.name === name)) await boss.unschedule(name)
}

async function runOnce(work: ScheduledWork, signal: AbortSignal): Promise<void> {
  const failure = await attempt(work, signal)
  // pg-boss keeps what it is told in the database: not the values behind an error.
  if (failure !== null) throw new Error(failure)
}

/** Null, or what went wrong in one line. */
async function attempt(work: ScheduledWork, signal: AbortSignal): Promise<string | null> {
  try {
    await work.run(signal)
    return null
  } catch (error) {
    log().error({ job: work.name, err: error }, 'job failed; it runs again at its next time')
    return describeError(error)
  }
}

async function untilItWorks(
  work: () => Promise<void>,
  tryAgainMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
      return
    } catch (error) {
      log().error({ err: error }, 'the schedule could not be started; it is tried again')
      await wait(tryAgainMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Logs at most once a minute: each worker says the same of the same outage. */
function sayNowAndThen(sentence: string): (error: Error) => void {
  let said = 0
  return (error) => {
    if (Date.now() - said < MINUTE) return
    said = Date.now()
    log().warn({ why: error.message }, sentence)
  }
}

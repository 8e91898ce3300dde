import { hearCalls } from '#db/wake.ts'
import { log } from '#lib/log.ts'
import { environment } from '#lib/runtime.ts'
import { startSchedule } from './schedule.ts'
import { startTimers } from './timer.ts'
import { scheduledWork } from './work.ts'

/**
 * Starts all that runs by itself in this process: the timers, which the doors can call, and its share of
 * the scheduled work.
 */
export function startJobs() {
  const timers = startTimers()
  const calls = hearCalls(environment().door.listenUrl, timers.wake)
  const schedule = startSchedule(scheduledWork)
  log().info({ scheduled: scheduledWork.map(({ name }) => name) }, 'jobs started')
  return {
    ...timers,
    stop: async () => {
      await Promise.all([timers.stop(), schedule.stop(), calls.stop()])
    },
  }
}

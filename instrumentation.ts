import { startJobs } from '#lib/jobs/timer.ts'
import { keepJobs } from '#lib/runtime.ts'

/** Next calls this once when its server starts. The door stops what is started here. */
export function register(): void {
  keepJobs(startJobs)
}

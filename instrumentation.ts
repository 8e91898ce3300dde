/**
 * Next calls this once when its server is made ready: in the process of the jobs (`jobs.ts`), which stops what is
 * started here, and in those of the door, where nothing is. Jobs render mails, which are JSX: only Next's bundle can run them.
 */
export async function register(): Promise<void> {
  // A constant that the bundler fills in: for the edge runtime, which we do not use, nothing remains.
  // oxlint-disable-next-line node/no-process-env
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { keepJobs, runsJobs } = await import('#lib/runtime.ts')
  if (!runsJobs()) return
  const { startJobs } = await import('#lib/jobs/start.ts')
  keepJobs(startJobs)
}

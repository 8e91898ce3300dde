/**
 * Next calls this once when its server starts. The door stops what is started here. Jobs render
 * mails, which are JSX: only Next's bundle can run them.
 */
export async function register(): Promise<void> {
  // A constant that the bundler fills in: for the edge runtime, which we do not use, nothing remains.
  // oxlint-disable-next-line node/no-process-env
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ startJobs }, { keepJobs }] = await Promise.all([
    import('#lib/jobs/start.ts'),
    import('#lib/runtime.ts'),
  ])
  keepJobs(startJobs)
}

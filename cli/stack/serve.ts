/** Runs the product: the doors, which share one port, and the process of the jobs. */
import { type Child, type Program, startChild } from './child.ts'
import { keep, type Kept } from './keep.ts'

/** The product, running. */
export type RunningProduct = {
  /** Of the first door. */
  pid: number
  /** Of the process of the jobs, now; in development the door does them. */
  jobsPid: () => number | undefined
  stop: () => Promise<void>
}

type Serving = {
  development: boolean
  /** How many doors. */
  workers: number
  /** Lets go of the port that was held for them. */
  release: () => Promise<void>
  say: (line: string) => void
}

/**
 * Starts doors and jobs, waits until all do their work, and keeps them running until they are stopped. The port is
 * held for the doors and let go by `release` at the moment the first is ready to take it. Throws, with nothing left running, when
 * one ends before it does its work.
 */
export async function serve(
  root: string,
  variables: Record<string, string>,
  { development, workers, release, say }: Serving,
): Promise<RunningProduct> {
  const program = (file: string, name: string): Program => ({
    root,
    file,
    name,
    variables: { ...variables, WORKERS: String(workers) },
    development,
  })
  const released = once(release)
  const door = async (child: Child) => {
    await expectWord(child, 'prepared')
    await released()
    child.tell('listen')
    await expectWord(child, 'listening')
  }
  // All are started before anything is waited for: a benchmark says just now on which core.
  const doors = Array.from({ length: workers }, (_, number) => {
    const name = workers === 1 ? 'door' : `door ${number + 1}`
    return keep({ name, start: () => startChild(program('server.ts', name)), ready: door, say })
  })
  const jobs = development
    ? []
    : [
        keep({
          name: 'jobs',
          start: () => startChild(program('jobs.ts', 'jobs')),
          ready: (child) => expectWord(child, 'running'),
          say,
        }),
      ]
  const all = await untilAllRun([...doors, ...jobs].map(({ first }) => first))
  const pid = all[0]?.pid()
  if (pid === undefined) throw new Error('The door has no process.')
  return {
    pid,
    jobsPid: () => all[workers]?.pid(),
    stop: () => stopAll(all),
  }
}

/** One of them that does not come up is the end of all. */
async function untilAllRun(starting: Promise<Kept>[]): Promise<Kept[]> {
  const outcomes = await Promise.allSettled(starting)
  const running = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = outcomes.find((one) => one.status === 'rejected')
  if (!failed) return running
  await stopAll(running)
  throw failed.reason
}

async function stopAll(all: Kept[]): Promise<void> {
  await Promise.all(all.map(({ stop }) => stop()))
}

async function expectWord(child: Child, word: string): Promise<void> {
  if ((await child.says()) !== word)
    throw new Error(`A process of the site ${await child.ended} before it was ready; see above.`)
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

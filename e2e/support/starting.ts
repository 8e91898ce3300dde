/** Publications that a test starts itself, as `npm start` does, and stops, kills or is refused. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as plain } from '@playwright/test'
import { z } from 'zod'
import { parentVariables, root } from './stack.ts'

const runShape = z.object({
  variables: z.object({ DATABASE_URL: z.string().optional() }),
  addresses: z
    .object({ Site: z.url(), Newsroom: z.url(), Inbox: z.url(), Stripe: z.url().optional() })
    .catchall(z.url()),
})

/** Where everything of one that serves is. */
export type Run = z.infer<typeof runShape>

/** A start that is on its way, runs or has ended. */
export type Started = {
  child: ChildProcess
  said: () => string
  /** Settles when it serves, however long that takes; fails with what it said when it ends instead. */
  serves: Promise<Run>
  /** Its code, once it has ended and everything it said is here. */
  ended: Promise<number | null>
}

/** Starts `npm start` with its data in this folder. */
export function start(
  folder: string,
  variables: Record<string, string> = {},
  flags: string[] = [],
): Started {
  const child = spawn(process.execPath, [path.join(root, 'cli', 'start.ts'), ...flags], {
    cwd: root,
    env: { ...parentVariables(), FOLDLINE_DATA: folder, ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const { promise: serves, resolve, reject } = Promise.withResolvers<Run>()
  // Not every test waits for it.
  serves.catch(() => undefined)
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
    if (said.includes('Ctrl-C stops everything'))
      resolve(runShape.parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))))
  })
  const ended = once(child, 'close').then(() => child.exitCode)
  void ended.then(() => reject(new Error(`npm start ended:\n${said}`)))
  return { child, said: () => said, serves, ended }
}

/** Ends it the orderly way. */
export function stop({ child, ended }: Started): Promise<number | null> {
  child.kill('SIGTERM')
  return ended
}

/** What a request is answered with: its status, or that nobody is there. */
export async function answers(address: string): Promise<number | 'nobody'> {
  try {
    // A connection of its own each time: the system deals them out among several doors.
    return (await fetch(address, { headers: { connection: 'close' } })).status
  } catch {
    return 'nobody'
  }
}

type Tools = {
  /** An empty folder for data, gone after the test. */
  emptyFolder: () => string
  /** A folder with the data of a publication that was started before. */
  usedFolder: () => string
  /** Starts one that is stopped after the test, if it still runs. */
  begin: typeof start
}

/** What tests that start publications share. */
export const test = plain.extend<Tools, { firstRun: { folder: string; said: string } }>({
  // To start from nothing takes as long as three starts that find their data: it is done once for a worker.
  firstRun: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const folder = newFolder()
      const first = start(folder)
      try {
        await first.serves
      } finally {
        await stop(first)
      }
      await use({ folder, said: first.said() })
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  // oxlint-disable-next-line no-empty-pattern -- as above
  emptyFolder: async ({}, use) => {
    const made: string[] = []
    await use(() => {
      const folder = newFolder()
      made.push(folder)
      return folder
    })
    for (const folder of made) rmSync(folder, { recursive: true, force: true })
  },
  usedFolder: async ({ firstRun, emptyFolder }, use) => {
    await use(() => {
      const folder = emptyFolder()
      // Not by Node: PostgreSQL may run as another user, whose its files have to stay.
      execFileSync('cp', ['-a', `${firstRun.folder}/.`, folder])
      return folder
    })
  },
  // After the folders in this list, so that what runs is stopped before its data are taken away.
  begin: async ({ emptyFolder: _before }, use) => {
    const running: Started[] = []
    await use((...asked) => {
      const started = start(...asked)
      running.push(started)
      return started
    })
    await Promise.all(running.map(stop))
  },
})

/** With a space in it, because a path may have one. */
const newFolder = () => mkdtempSync(path.join(tmpdir(), 'foldline start '))

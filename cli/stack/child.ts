import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { childVariables } from '#lib/env.ts'

/** How long a process may take to finish what it does. */
const PATIENCE_MS = 15_000

/** A process of the product. */
export type Child = {
  pid: number | undefined
  /** What it says next, or null when it has ended. */
  says: () => Promise<unknown>
  tell: (what: string) => void
  /** How it ended, in words. */
  ended: Promise<string>
  stop: () => Promise<void>
}

export type Program = {
  root: string
  /** The file in `root` that Node runs. */
  file: string
  /** What its lines in the log are marked with. */
  name: string
  variables: Record<string, string>
  development: boolean
}

/** Starts a program of the product, and hands on what it prints, each line of its log with its name. */
export function startChild({ root, file, name, variables, development }: Program): Child {
  const child = spawn(
    process.execPath,
    [path.join(root, file), ...(development ? ['--dev'] : [])],
    {
      cwd: root,
      env: childVariables(development ? 'development' : 'production', {
        ...variables,
        FOLDLINE_PROCESS: name,
      }),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Its own process group: Ctrl-C reaches us alone, and we stop it before what it uses.
      detached: true,
    },
  )
  const ended = endOf(child)
  return {
    pid: child.pid,
    says: () =>
      Promise.race([
        once(child, 'message').then(([said]: unknown[]) => said),
        ended.then(() => null),
      ]),
    tell: (what) => {
      // It may have ended in this moment: then its end is what counts.
      if (child.connected) child.send(what, () => undefined)
    },
    ended,
    stop: async () => {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await ended
      clearTimeout(timer)
    },
  }
}

function endOf(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  child.once('error', (error) => resolve(`could not be started: ${error.message}`))
  child.once('exit', (code, signal) =>
    resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`),
  )
  return promise
}

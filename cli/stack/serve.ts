import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { childVariables } from '#lib/env.ts'

/** The product, running. */
export type RunningServer = {
  pid: number
  /** Settles when the server has ended, by itself or because it was stopped. */
  ended: Promise<void>
  stop: () => Promise<void>
}

/**
 * Starts `server.ts` and waits until it listens. Its port is held for it and let go by `release` at
 * the moment it is ready to take it. Throws when it ends before it listens.
 */
export async function serve(
  root: string,
  variables: Record<string, string>,
  { development, release }: { development: boolean; release: () => Promise<void> },
): Promise<RunningServer> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'server.ts'), ...(development ? ['--dev'] : [])],
    {
      cwd: root,
      env: childVariables(development ? 'development' : 'production', variables),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Its own process group: Ctrl-C reaches us alone, and we stop it before what it uses.
      detached: true,
    },
  )
  const ended = once(child, 'exit').then(() => undefined)
  const listening = listen(child, release)
  const first = await Promise.race([listening, ended])
  if (first !== 'listening' || child.pid === undefined)
    throw new Error('The server ended before it listened; see above.')
  return { pid: child.pid, ended, stop: () => stop(child, ended) }
}

async function listen(child: ChildProcess, release: () => Promise<void>): Promise<'listening'> {
  await once(child, 'message')
  await release()
  child.send('listen')
  await once(child, 'message')
  return 'listening'
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await ended
  clearTimeout(timer)
}

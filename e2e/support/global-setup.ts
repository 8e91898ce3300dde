/** Starts the publication as `npm start` does, in a data folder of its own, and stops it at the end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { behindCache, dataFolder, parentVariables, readStack, root } from './stack.ts'
import { startVarnish } from './varnish.ts'

/** A build takes half a minute on two cores, and longer beside other work. */
const START_TIME = 600_000

/** Set where the publication of the tests is started and stopped by whoever runs them. */
export const RUNNING = 'FOLDLINE_E2E_RUNNING'

export default async function globalSetup(): Promise<() => Promise<void>> {
  // oxlint-disable-next-line node/no-process-env -- one variable, set by `run.ts`
  if (process.env[RUNNING] !== undefined) return () => Promise.resolve()
  rmSync(dataFolder, { recursive: true, force: true })
  mkdirSync(dataFolder, { recursive: true })
  const front = behindCache ? await startVarnish() : null
  const log = createWriteStream(path.join(dataFolder, 'start.log'))
  const child = spawn(process.execPath, [path.join(root, 'cli', 'start.ts'), '--workers', '1'], {
    cwd: root,
    env: { ...parentVariables(), ...front?.variables, FOLDLINE_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  await untilServed(child)
  return async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    await front?.stop()
  }
}

async function untilServed(child: ChildProcess): Promise<void> {
  const end = Date.now() + START_TIME
  while (Date.now() < end) {
    if (child.exitCode !== null)
      throw new Error(`npm start ended; see ${path.join(dataFolder, 'start.log')}`)
    if (readStack() !== null) return
    await pause(200)
  }
  child.kill('SIGTERM')
  throw new Error(`npm start did not serve in time; see ${path.join(dataFolder, 'start.log')}`)
}

/**
 * The process of the jobs: what runs by itself. It answers nobody, so what it does slows no page but by the
 * processor time it takes, and of that the doors go first.
 */
import os from 'node:os'
import next from 'next'
import { log, takeConsole } from '#lib/log.ts'
import { closeDatabases, stopJobs, takeRole } from '#lib/runtime.ts'

/** As `nice` does; the system may refuse it, and then nothing else changes. */
const PRIORITY = os.constants.priority.PRIORITY_BELOW_NORMAL

takeRole('jobs')
takeConsole()
try {
  os.setPriority(PRIORITY)
} catch (error) {
  log().warn({ err: error }, 'the jobs run at the priority of the doors')
}

// Only to run `instrumentation.ts` in its bundle: nothing listens.
const app = next({ dev: false, dir: import.meta.dirname })
await app.prepare()
process.send?.('running')

/** Lets what runs finish. */
async function stop(): Promise<void> {
  await stopJobs()
  await app.close()
  await closeDatabases()
  process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
// The program that started us is gone: nobody would stop us any more.
if (process.send) process.once('disconnect', () => void stop())

/** A PostgreSQL that is taken away and given back, in a folder of its own. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { freePort } from '../../local/ports.ts'
import { type RunningPostgres, startPostgres } from '../../local/postgres/server.ts'

/** `killed`: its processes end at once. `frozen`: they stay, with all connections, and do nothing. */
export type Fate = 'killed' | 'frozen'

/** The database, whatever happens to it. */
export type FragileDatabase = {
  url: string
  takeAway: (fate: Fate) => void
  giveBack: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts it. It keeps port and data through whatever happens. */
export async function startFragile(folder: string): Promise<FragileDatabase> {
  const options = {
    folder: path.join(folder, 'postgres'),
    port: await freePort(5900),
    password: randomBytes(12).toString('hex'),
    database: 'foldline',
  }
  const pidFile = path.join(options.folder, 'data', 'postmaster.pid')
  let running: RunningPostgres = await startPostgres(options)
  let frozen: number[] = []
  let killed = false
  const thaw = () => {
    for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT')
  }
  return {
    url: running.url,
    takeAway: (fate) => {
      const main = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
      if (fate === 'killed') {
        process.kill(main, 'SIGKILL')
        killed = true
        return
      }
      // The first of them first: it would start others in the place of those that stand still.
      process.kill(main, 'SIGSTOP')
      frozen = [main, ...childrenOf(main)]
      for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    },
    giveBack: async () => {
      thaw()
      if (killed) running = await startPostgres(options)
      killed = false
    },
    stop: async () => {
      thaw()
      await running.stop()
    },
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent)
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    // It ended between the two.
    return null
  }
}

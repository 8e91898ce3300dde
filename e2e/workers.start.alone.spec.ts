/** Several processes on one port and the one of the jobs, each of which may die at any moment. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { z } from 'zod'
import { root } from './support/stack.ts'

const runShape = z.object({
  variables: z.object({ DATABASE_URL: z.string() }),
  addresses: z.object({ Site: z.url() }),
})
/** A busy machine takes its time to start a process. */
const PATIENCE = { timeout: 90_000 }

let folder: string
let child: ChildProcess
let said = ''

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'foldline workers '))
  child = spawn(process.execPath, [path.join(root, 'cli', 'start.ts'), '--workers', '2'], {
    cwd: root,
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    env: { ...process.env, FOLDLINE_DATA: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
})

test.afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

async function stop(): Promise<number | null> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** The processes that run this file of the product now. */
function running(file: string): number[] {
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(child.pid)], {
    encoding: 'utf8',
  })
  return list
    .split('\n')
    .flatMap((line) => (line.endsWith(file) ? [Number.parseInt(line, 10)] : []))
}

/** Waits until one that was killed has been replaced. */
async function replaced(file: string, killed: number, count: number): Promise<void> {
  await expect
    .poll(() => {
      const now = running(file)
      return now.length === count && !now.includes(killed)
    }, PATIENCE)
    .toBe(true)
}

/** A connection of its own each time: the system deals them out. */
async function status(address: string): Promise<number | string> {
  try {
    return (await fetch(address, { headers: { connection: 'close' } })).status
  } catch {
    return 'nobody'
  }
}

async function outcomeOf(sql: Sql, event: string): Promise<unknown> {
  const [row] = await sql`select outcome from stripe_event where id = ${event}`
  return row?.outcome
}

test('a door that is killed is replaced while the other goes on, and killed jobs come back and lose nothing', async () => {
  test.skip(platform() !== 'linux', 'Only Linux deals connections out to several processes.')
  await expect.poll(() => said, PATIENCE).toContain('Ctrl-C stops everything')
  const { variables, addresses } = runShape.parse(
    JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')),
  )
  const article = `${addresses.Site}/articles/low-water-at-skelmouth`
  expect(running('server.ts')).toHaveLength(2)

  // Each of the two has to serve alone for a while: so both answer.
  for (const door of running('server.ts')) {
    process.kill(door, 'SIGKILL')
    await expect.poll(() => status(article), PATIENCE).toBe(200)
    for (let n = 0; n < 5; n++) expect(await status(article)).toBe(200)
    await replaced('server.ts', door, 2)
    await expect.poll(() => listeners(addresses.Site), PATIENCE).toBe(2)
  }

  const sql = postgres(variables.DATABASE_URL, { max: 1, onnotice: () => undefined })
  try {
    const [jobs = 0] = running('jobs.ts')
    process.kill(jobs, 'SIGKILL')
    await sql`insert into stripe_event (id, type, customer_id, livemode, payload, created_at)
              values ('evt_while_nobody_was_there', 'customer.updated', 'cus_nobody', false, '{}', now())`
    await expect.poll(() => outcomeOf(sql, 'evt_while_nobody_was_there'), PATIENCE).toBe('unlinked')
    await replaced('jobs.ts', jobs, 1)
  } finally {
    await sql.end()
  }
  for (const line of [
    'door 1 was ended by SIGKILL',
    'door 2 was ended by SIGKILL',
    'jobs was ended by SIGKILL',
  ])
    expect(said).toContain(line)

  const all = [...running('server.ts'), ...running('jobs.ts')]
  expect(await stop()).toBe(0)
  expect(all.filter(isAlive)).toEqual([])
})

/** How many sockets listen on the site's port. */
function listeners(site: string): number {
  const port = Number(new URL(site).port).toString(16).toUpperCase().padStart(4, '0')
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8').split('\n'),
  )
  return rows.filter((row) => new RegExp(`^\\s*\\d+: [0-9A-F]+:${port} .* 0A `).test(row)).length
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

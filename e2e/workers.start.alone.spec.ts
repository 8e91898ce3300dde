/** Several processes on one port and the one of the jobs, each of which may die at any moment. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { expect } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { answers, stop, test } from './support/starting.ts'

/** A busy machine takes its time to start a process. */
const PATIENCE = { timeout: 90_000 }

/** The processes that run this file of the product now. */
function running(parent: number | undefined, file: string): number[] {
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], {
    encoding: 'utf8',
  })
  return list
    .split('\n')
    .flatMap((line) => (line.endsWith(file) ? [Number.parseInt(line, 10)] : []))
}

async function outcomeOf(sql: Sql, event: string): Promise<unknown> {
  const [row] = await sql`select outcome from stripe_event where id = ${event}`
  return row?.outcome
}

test('a door that is killed is replaced while the other goes on, and killed jobs come back and lose nothing', async ({
  begin,
  usedFolder,
}) => {
  test.skip(platform() !== 'linux', 'Only Linux deals connections out to several processes.')
  const started = begin(usedFolder(), {}, ['--workers', '2'])
  const { variables, addresses } = await started.serves
  const now = (file: string) => running(started.child.pid, file)
  const replaced = (file: string, killed: number, count: number) =>
    expect
      .poll(() => now(file), PATIENCE)
      .toEqual(expect.not.arrayContaining([killed]))
      .then(() => expect.poll(() => now(file), PATIENCE).toHaveLength(count))
  const article = `${addresses.Site}/articles/low-water-at-skelmouth`
  expect(now('server.ts')).toHaveLength(2)

  // Each of the two has to serve alone for a while: so both answer.
  for (const door of now('server.ts')) {
    process.kill(door, 'SIGKILL')
    await expect.poll(() => answers(article), PATIENCE).toBe(200)
    for (let n = 0; n < 5; n++) expect(await answers(article)).toBe(200)
    await replaced('server.ts', door, 2)
    await expect.poll(() => listeners(addresses.Site), PATIENCE).toBe(2)
  }

  const sql = postgres(variables.DATABASE_URL ?? '', { max: 1, onnotice: () => undefined })
  try {
    const [jobs = 0] = now('jobs.ts')
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
    expect(started.said()).toContain(line)

  const all = [...now('server.ts'), ...now('jobs.ts')]
  expect(await stop(started)).toBe(0)
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

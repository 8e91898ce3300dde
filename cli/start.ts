/**
 * `npm start`: starts what is not configured, migrates, builds, seeds, serves, and says where
 * everything is. Ctrl-C and SIGTERM stop all that was started, and nothing else.
 */
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { connectionsNeeded } from '#lib/connections.ts'
import {
  completeEnvironment,
  EnvironmentError,
  parseSettings,
  readSettings,
  type Settings,
} from '#lib/env.ts'
import { traceError } from '#lib/log.ts'
import { publication } from '#lib/publication.ts'
import { closeDatabases, useEnvironment } from '#lib/runtime.ts'
import { printable } from '#lib/plain-line.ts'
import { freePort, holdPort, isFree } from '../local/ports.ts'
import { build, isBuilt } from './stack/build.ts'
import { clearRun, readRun, writeRun } from './stack/folder.ts'
import { lines } from './stack/progress.ts'
import { type DemoAccount, demoAccounts, seedEmptyDatabase } from './stack/seed.ts'
import { serve } from './stack/serve.ts'
import { startServices } from './stack/services.ts'
import { completeSettings } from './stack/settings.ts'

const root = path.dirname(import.meta.dirname)
const { values: asked } = parseArgs({
  options: { dev: { type: 'boolean', default: false }, workers: { type: 'string' } },
})
const development = asked.dev
const say = (line: string) => process.stderr.write(`${printable(line, '\n\t')}\n`)

/** What a site of a few thousand readers a second needs; more have to be asked for. */
const MOST_BY_ITSELF = 8

/** What has to be undone, the last first. */
const undo: (() => Promise<void> | void)[] = []
let stopping: Promise<never> | undefined

function stopAndExit(code: number): Promise<never> {
  return (stopping ??= (async () => {
    for (const step of undo.toReversed()) await step()
    process.exit(code)
  })())
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (!stopping) say('\n  Stopping …')
    void stopAndExit(0)
  })

try {
  await start()
} catch (error) {
  if (!stopping) explain(error)
  await stopAndExit(1)
}

async function start(): Promise<void> {
  say(`\n  ${publication.name}, on Foldline${development ? ' (development)' : ''}\n`)
  const settings = readSettings(root)
  const folder = path.resolve(root, settings.FOLDLINE_DATA ?? '.foldline')
  claim(folder)
  undo.push(() => clearRun(folder))
  const workers = workersOf(settings)
  const { port, release } = await holdPort(await choosePort(settings))
  undo.push(release)
  const siteUrl = settings.SITE_URL ?? `http://localhost:${port}`

  const services = await startServices({
    root,
    folder,
    siteUrl,
    settings,
    connections: connectionsNeeded(workers),
    progress: lines,
  })
  undo.push(services.stop)
  const variables = {
    ...services.variables,
    PORT: String(port),
    SITE_URL: siteUrl,
    FOLDLINE_DATA: folder,
  }
  const environment = completeEnvironment(completeSettings(settings, variables))
  useEnvironment(environment)

  const building = new AbortController()
  undo.push(() => building.abort())
  if (!development && !(await isBuilt(root)))
    await lines.step('Building the site (half a minute, when the sources changed)', () =>
      build(root, folder, building.signal),
    )
  const hasInbox = services.addresses.Inbox !== undefined
  // Made-up people have no place where real money is taken, nor staff whose mail goes anywhere.
  if (!environment.stripe.livemode)
    await seedEmptyDatabase(root, { progress: lines, withStaff: hasInbox })
  const accounts = hasInbox ? await demoAccounts() : []
  await closeDatabases()

  const server = await lines.step(
    'Site',
    () =>
      serve(root, variables, { development, workers, release, say: (line) => say(`  ${line}`) }),
    () => `${workers === 1 ? 'one process' : `${workers} processes`} for readers`,
  )
  undo.push(server.stop)
  const addresses = { Site: siteUrl, Newsroom: `${siteUrl}/newsroom`, ...services.addresses }
  writeRun(folder, { what: 'npm start', variables, addresses })
  tell(addresses, accounts)
}

/**
 * How many processes answer requests: what was asked for, else one for each core. Only Linux deals the connections
 * of one port out to several, and in development one process watches the sources.
 */
function workersOf(settings: Settings): number {
  const wanted =
    asked.workers === undefined
      ? settings.WORKERS
      : parseSettings({ WORKERS: asked.workers }).WORKERS
  if (development) return 1
  if (os.platform() !== 'linux') {
    if (wanted !== undefined && wanted > 1)
      throw new EnvironmentError(
        `WORKERS must be 1 on ${os.platform()}: only Linux deals the connections of one port out to several processes.`,
      )
    return 1
  }
  return wanted ?? Math.min(os.availableParallelism(), MOST_BY_ITSELF)
}

/** Refuses to start beside a run that uses the same data. */
function claim(folder: string): void {
  const run = readRun(folder)
  if (run)
    throw new EnvironmentError(
      `Foldline runs here already (${run.what}, process ${run.pid}${run.addresses.Site ? `, ${run.addresses.Site}` : ''}). Stop it first, or set FOLDLINE_DATA to another folder.`,
    )
  writeRun(folder, { what: 'npm start', variables: {}, addresses: {} })
}

async function choosePort(settings: Settings): Promise<number> {
  if (!settings.PORT) return freePort(3000)
  if (await isFree(settings.PORT)) return settings.PORT
  throw new EnvironmentError(
    `PORT ${settings.PORT} is taken by another program. Stop that, or set another PORT.`,
  )
}

function tell(addresses: Record<string, string>, accounts: DemoAccount[]): void {
  say('')
  for (const [name, address] of Object.entries(addresses)) say(`  ${name.padEnd(10)} ${address}`)
  if (addresses.Inbox) {
    say('\n  Sign in with any address; the mail arrives in the inbox. These are there already:')
    for (const { email, who } of accounts) say(`    ${email.padEnd(32)} ${who}`)
  }
  if (addresses.Stripe) say('  Pay with card 4242 4242 4242 4242, any date to come, any CVC.')
  say('\n  Ctrl-C stops everything.\n')
}

function explain(error: unknown): void {
  if (error instanceof EnvironmentError) say(`\n  ${error.message}\n`)
  else say(`\n  ${traceError(error)}\n`)
}

/** The product as it runs for readers, in a folder of its own, with a stand-in in Stripe's place. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres, { type Sql } from 'postgres'
import { completeEnvironment, parseSettings } from '#lib/env.ts'
import { closeDatabases, useEnvironment } from '#lib/runtime.ts'
import { build, isBuilt } from '../cli/stack/build.ts'
import { lines, silence } from '../cli/stack/progress.ts'
import { seedEmptyDatabase } from '../cli/stack/seed.ts'
import { serve } from '../cli/stack/serve.ts'
import { startServices } from '../cli/stack/services.ts'
import { completeSettings } from '../cli/stack/settings.ts'
import { holdFreePort } from '../local/ports.ts'
import { cores, onProductCore, stayOn } from './cores.ts'
import { PRICE, type StandIn, startStandIn } from './stand-in.ts'

const root = path.dirname(import.meta.dirname)

/** Stripe answers within this many milliseconds. */
export const STRIPE_LATENCY = 5

/** What a benchmark works on. */
export type Stack = {
  site: string
  /** The door, which is measured. */
  pid: number
  /** The process of the jobs, on the same core: it drains the inbox. */
  jobsPid: number
  webhookSecret: string
  stripe: StandIn
  sql: Sql
  /** How the machine is shared, in words. */
  machine: string
}

/** Starts all of it, does `work`, and leaves nothing behind. */
export async function withStack<T>(work: (stack: Stack) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline-bench-'))
  const undo: (() => Promise<void> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ]
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  const breakOff = () => void stop().finally(() => process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, breakOff)
  try {
    return await work(await start(folder, undo))
  } finally {
    await stop()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, breakOff)
  }
}

async function start(folder: string, undo: (() => Promise<void> | void)[]): Promise<Stack> {
  if (cores) stayOn(cores.others)
  const stripe = await startStandIn(STRIPE_LATENCY)
  undo.push(stripe.close)
  const { port, release } = await holdFreePort(3100)
  undo.push(release)
  const webhookSecret = `whsec_${randomBytes(18).toString('hex')}`
  const site = `http://localhost:${port}`
  const settings = parseSettings({
    PORT: String(port),
    SITE_URL: site,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_API_BASE: stripe.url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_PRICE_MONTHLY: PRICE,
    LOG_LEVEL: 'error',
  })
  const services = await startServices({ root, folder, siteUrl: site, settings, progress: silence })
  undo.push(services.stop)
  const complete = completeSettings(settings, { ...services.variables, FOLDLINE_DATA: folder })
  useEnvironment(completeEnvironment(complete))
  if (!(await isBuilt(root)))
    await lines.step('Building the site', () => build(root, folder, new AbortController().signal))
  await seedEmptyDatabase(root, { progress: silence, withStaff: false })
  await closeDatabases()

  const variables = Object.fromEntries(
    Object.entries(complete).map(([name, value]) => [name, String(value)]),
  )
  const server = await onProductCore(() =>
    lines.step('Site', () =>
      serve(root, variables, {
        development: false,
        workers: 1,
        release,
        say: (line) => process.stderr.write(`${line}\n`),
      }),
    ),
  )
  undo.push(server.stop)
  const sql = postgres(String(complete.DATABASE_URL), { max: 2, onnotice: () => undefined })
  undo.push(() => sql.end())
  const machine = cores
    ? `the product alone on core ${cores.product}; database, Stripe and load on ${cores.others}`
    : 'the product shares all cores with database, Stripe and load'
  const jobsPid = server.jobsPid()
  if (jobsPid === undefined) throw new Error('The jobs have no process.')
  return { site, pid: server.pid, jobsPid, webhookSecret, stripe, sql, machine }
}

/** Starts what nobody configured: PostgreSQL, the local Stripe, the local SMTP server. */
import path from 'node:path'
import { migrateDatabase } from '#db/migrate.ts'
import { problemOfReplica } from '#db/replica.ts'
import { ensurePortal } from '#lib/billing/setup-portal.ts'
import { ensurePrices } from '#lib/billing/setup-prices.ts'
import { ensureEndpoint, WEBHOOK_PATH } from '#lib/billing/setup-endpoint.ts'
import { openGateway } from '#lib/billing/gateway.ts'
import { EnvironmentError, type Settings } from '#lib/env.ts'
import { mainPlan, plans } from '#lib/plans.ts'
import { publication } from '#lib/publication.ts'
import { freePort, holdFreePort } from '../../local/ports.ts'
import { readSecrets, type Secrets, writeSecrets } from './folder.ts'
import type { Progress } from './progress.ts'

type Stop = () => Promise<void>

/** Everything the product needs, as variables; addresses for people; and how to end it. */
export type Services = {
  variables: Record<string, string>
  addresses: Record<string, string>
  /** Stops what was started, the last first; nothing that was configured. */
  stop: Stop
}

type Wanted = {
  root: string
  folder: string
  siteUrl: string
  settings: Settings
  /** How many connections the site will take; a few are enough for a command. */
  connections?: number
  progress: Progress
}

/**
 * Starts the parts that `settings` leave out. When one does not come up, those that did are stopped
 * again and the error is thrown.
 */
export async function startServices(wanted: Wanted): Promise<Services> {
  const services: Services = { variables: {}, addresses: {}, stop: () => stopAll(stops) }
  const stops: Stop[] = []
  const secrets = readSecrets(wanted.folder)
  if (!wanted.settings.AUTH_SECRET) services.variables.AUTH_SECRET = secrets.authSecret
  try {
    for (const start of [startDatabase, startStripe, startMail])
      await start(wanted, secrets, services, stops)
  } catch (error) {
    await stopAll(stops)
    throw error
  }
  return services
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (const stop of stops.splice(0).toReversed()) await stop()
}

type Start = (wanted: Wanted, secrets: Secrets, into: Services, stops: Stop[]) => Promise<void>

/** The terminal, what is started and PostgreSQL itself want some beside the site. */
const SPARE_CONNECTIONS = 25

const startDatabase: Start = async (
  { root, folder, settings, connections = 0, progress },
  secrets,
  into,
  stops,
) => {
  let url = settings.DATABASE_URL
  if (!url) {
    const { startPostgres } = await import('../../local/postgres/server.ts')
    // Making a cluster takes a second, in which another start would find the port free.
    const { port, release } = await holdFreePort(5433)
    const server = await progress.step(
      'PostgreSQL',
      () =>
        startPostgres({
          folder: path.join(folder, 'postgres'),
          port,
          release,
          password: secrets.postgresPassword,
          database: 'foldline',
          maxConnections: Math.max(100, connections + SPARE_CONNECTIONS),
        }),
      () => `127.0.0.1:${port}`,
    )
    stops.push(server.stop)
    url = server.url
    into.variables.DATABASE_URL = url
  }
  // Migrations hold a lock that belongs to a session, which a proxy in between may give to somebody else.
  const direct = settings.DATABASE_LISTEN_URL ?? url
  const named = settings.DATABASE_LISTEN_URL ? 'DATABASE_LISTEN_URL' : 'DATABASE_URL'
  try {
    await progress.step('Database schema', () => migrateDatabase(direct, root))
  } catch (error) {
    throw settings[named] ? (unusableDatabase(error, named) ?? error) : error
  }
  if (settings.DATABASE_PUBLIC_URL) await checkReplica(direct, settings.DATABASE_PUBLIC_URL)
}

/** A replica that may be behind would have pages kept that were withdrawn: then nothing is started. */
async function checkReplica(primary: string, replica: string): Promise<void> {
  const named = 'DATABASE_PUBLIC_URL'
  let problem: string | null
  try {
    problem = await problemOfReplica(primary, replica)
  } catch (error) {
    throw unusableDatabase(error, named) ?? error
  }
  if (problem !== null) throw new EnvironmentError(`${named} ${problem} (docs/scaling.md).`)
}

/** What PostgreSQL, or the net before it, says of an address or a login that is wrong. */
const unusable = /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CONNECT_TIMEOUT|28\d\d\d|28P01|3D000)$/

/** The one line for a database of the operator's that cannot be used, or null for any other fault. */
function unusableDatabase(error: unknown, named: string): EnvironmentError | null {
  if (!(error instanceof Error) || !('code' in error) || !unusable.test(String(error.code)))
    return null
  return new EnvironmentError(
    `${named} names a database that cannot be used: ${error.message}. Start it, or correct the address.`,
  )
}

const startStripe: Start = async (
  { folder, siteUrl, settings, progress },
  secrets,
  into,
  stops,
) => {
  if (settings.STRIPE_SECRET_KEY) return
  const { startLocalStripe } = await import('../../local/stripe/server.ts')
  const port = await freePort(4242)
  const { stripeKey } = secrets
  await progress.step(
    'Local Stripe',
    async () => {
      const server = await startLocalStripe({
        port,
        folder: path.join(folder, 'stripe'),
        secretKey: stripeKey,
      })
      stops.push(server.stop)
      const gateway = openGateway({
        secretKey: stripeKey,
        livemode: false,
        apiBase: new URL(server.url),
        patience: 'background',
      })
      const setup = { stripe: gateway, dryRun: false, changes: [] }
      const { prices } = await ensurePrices(setup, {
        name: publication.name,
        plans,
        mainPrice: null,
      })
      const portal = await ensurePortal(setup)
      const webhook = new URL(WEBHOOK_PATH, siteUrl).href
      const endpoint = await ensureEndpoint(gateway, webhook, secrets.endpoint)
      writeSecrets(folder, { ...secrets, endpoint })
      Object.assign(into.variables, {
        STRIPE_SECRET_KEY: stripeKey,
        STRIPE_API_BASE: server.url,
        STRIPE_PRICE_MONTHLY: prices.get(mainPlan.lookupKey),
        STRIPE_WEBHOOK_SECRET: endpoint.secret,
        STRIPE_PORTAL_CONFIGURATION: portal,
      })
      into.addresses.Stripe = new URL('/_sim', server.url).href
    },
    () => `127.0.0.1:${port}`,
  )
}

const startMail: Start = async ({ folder, settings, progress }, _secrets, into, stops) => {
  if (settings.SMTP_URL) return
  const { startLocalSmtp } = await import('../../local/smtp/server.ts')
  const [smtpPort, inboxPort] = [await freePort(2525), await freePort(8025)]
  const server = await progress.step(
    'Local mail server',
    () => startLocalSmtp({ smtpPort, inboxPort, folder: path.join(folder, 'mail') }),
    () => `127.0.0.1:${smtpPort}, inbox on ${inboxPort}`,
  )
  stops.push(server.stop)
  into.variables.SMTP_URL = server.smtpUrl
  into.addresses.Inbox = server.inboxUrl
}

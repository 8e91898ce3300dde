/**
 * The environment: the only file that reads `process.env`.
 *
 * `Settings` is what an operator may set, all of it optional. `Environment` is what the product
 * needs: settings, completed by `cli/start.ts` with whatever it started in their place.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { stripeKeys, variables } from './env-values.ts'
import { publication } from './publication.ts'

/** Thrown for a wrong value; its message is one line that names the variable and says what to do. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

type Name = keyof typeof variables
const schema = z.object(variables).partial()

/** What an operator set, checked, each value optional. */
export type Settings = z.infer<typeof schema>

/** What the product runs on. Only the previous webhook secret may be missing. */
export type Environment = {
  port: number
  siteUrl: URL
  databaseUrl: string
  authSecret: string
  stripe: {
    secretKey: string
    livemode: boolean
    apiBase: URL | null
    webhookSecrets: string[]
    monthlyPrice: string
    /** What the portal shows; null: as the account's own settings say. */
    portalConfiguration: string | null
    sale: Sale
  }
  smtpUrl: string
  mailFrom: string
  trustedProxies: string
  door: DoorSettings
  pictures: PictureSettings
  /** How many processes answer requests. */
  workers: number
  logLevel: string
}

/** How pages are kept, here and by a cache in front. */
export type DoorSettings = {
  /** How much memory the kept pages of one process may take, in bytes. */
  cacheBytes: number
  /** Whether browsers get the worker that answers without a network (`lib/door/offline-worker.ts`). */
  offlinePage: boolean
  /** Whether a shared cache in front passes on every request that has a session's cookie. */
  sharedCache: boolean
  /** Where such a cache is told what to drop. */
  purgeUrls: URL[]
  /** Who knows it may read the metrics from anywhere; null: only this machine may. */
  metricsToken: string | null
  /** The database's own address, where `databaseUrl` leads to a pool: listening needs a session. */
  listenUrl: string
  /** A replica from which public output is read; null: from the database itself. */
  publicUrl: string | null
}

/** Where the files of pictures lie: in a folder, or in a bucket of an object storage. */
export type PictureSettings =
  | { kind: 'disk'; folder: string }
  | {
      kind: 's3'
      endpoint: URL
      bucket: string
      region: string
      accessKeyId: string
      secretAccessKey: string
    }

/** How subscriptions are sold, apart from the plans: an operator's choice for one Stripe account. */
export type Sale = {
  /** Days to try for who never subscribed before; null: none. */
  trialDays: number | null
  /** The coupon that who never subscribed before gets by itself; null: none, codes can be typed. */
  introductoryCoupon: string | null
  automaticTax: boolean
}

type Source = Record<string, string | undefined>

/**
 * Checks what is set in `source`. An empty value counts as not set.
 * Throws `EnvironmentError` for the first wrong value or combination.
 */
export function parseSettings(source: Source): Settings {
  const settings = parseValues(source)
  refuseCombinations(settings)
  refuseIncomplete(settings)
  return settings
}

/**
 * What setting up a Stripe account needs: its key, and whatever else is set. What the account has to
 * give first may be missing. Throws `EnvironmentError` as `parseSettings` does.
 */
export function parseSetupSettings(source: Source): Settings & { STRIPE_SECRET_KEY: string } {
  const settings = parseValues(source)
  refuseCombinations(settings)
  const { STRIPE_SECRET_KEY: secretKey, SITE_URL: siteUrl } = settings
  if (!secretKey)
    throw new EnvironmentError(
      `STRIPE_SECRET_KEY is not set: this sets up the Stripe account it belongs to. Copy it from ${stripeKeys}. The demo’s local Stripe is set up by "npm start".`,
    )
  if (isLive(secretKey) && siteUrl?.startsWith('http:'))
    throw new EnvironmentError(
      'SITE_URL must begin with https:// together with a live STRIPE_SECRET_KEY: Stripe sends live events to such addresses only.',
    )
  return { ...settings, STRIPE_SECRET_KEY: secretKey }
}

function parseValues(source: Source): Settings {
  const given = Object.keys(variables).flatMap((name) => {
    const value = source[name]?.trim()
    return value ? [[name, value]] : []
  })
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new EnvironmentError(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  return parsed.data
}

function refuseCombinations(settings: Settings): void {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase } = settings
  if (secretKey && isLive(secretKey) && apiBase)
    throw new EnvironmentError(
      'STRIPE_API_BASE must not be set together with a live STRIPE_SECRET_KEY: real money goes to api.stripe.com only.',
    )
  if (settings.SHARED_CACHE_PURGE_URL && settings.SHARED_CACHE !== 'passes-sessions')
    throw new EnvironmentError(
      'SHARED_CACHE_PURGE_URL needs SHARED_CACHE=passes-sessions: no shared cache keeps anything before that.',
    )
  const bucket = bucketNames.filter((name) => settings[name])
  const missing = bucketNames.find((name) => !settings[name])
  if (missing && (bucket.length > 0 || settings.PICTURES_S3_REGION))
    throw new EnvironmentError(
      `${missing} must be set together with ${bucket[0] ?? 'PICTURES_S3_REGION'}: pictures lie in a bucket only when ${bucketNames.join(', ')} are all set.`,
    )
  if (!secretKey && apiBase)
    throw new EnvironmentError(
      'STRIPE_API_BASE needs STRIPE_SECRET_KEY, the key that server accepts.',
    )
}

/** What a bucket takes; the region has a usual value. */
const bucketNames = [
  'PICTURES_S3_ENDPOINT',
  'PICTURES_S3_BUCKET',
  'PICTURES_S3_ACCESS_KEY_ID',
  'PICTURES_S3_SECRET_ACCESS_KEY',
] as const

function refuseIncomplete(settings: Settings): void {
  for (const name of ['STRIPE_WEBHOOK_SECRET', 'STRIPE_PRICE_MONTHLY'] as const)
    if (settings.STRIPE_SECRET_KEY && !settings[name])
      throw new EnvironmentError(
        `${name} must be set together with STRIPE_SECRET_KEY; "npm run foldline -- billing setup" makes it and tells it.`,
      )
}

/**
 * Turns complete settings into the environment the product runs on.
 * Throws `EnvironmentError` naming the first variable that is missing.
 */
export function completeEnvironment(settings: Settings): Environment {
  const need = <N extends Name>(name: N): NonNullable<Settings[N]> => {
    const value = settings[name]
    if (value === undefined || value === null)
      throw new EnvironmentError(`${name} is not set. "npm start" sets what you leave out.`)
    return value
  }
  const port = settings.PORT ?? 3000
  const secretKey = need('STRIPE_SECRET_KEY')
  return {
    port,
    siteUrl: new URL(settings.SITE_URL ?? `http://localhost:${port}`),
    databaseUrl: need('DATABASE_URL'),
    authSecret: need('AUTH_SECRET'),
    stripe: {
      secretKey,
      livemode: isLive(secretKey),
      apiBase: settings.STRIPE_API_BASE ? new URL(settings.STRIPE_API_BASE) : null,
      webhookSecrets: [
        need('STRIPE_WEBHOOK_SECRET'),
        settings.STRIPE_WEBHOOK_SECRET_PREVIOUS,
      ].filter((secret) => secret !== undefined),
      monthlyPrice: need('STRIPE_PRICE_MONTHLY'),
      portalConfiguration: settings.STRIPE_PORTAL_CONFIGURATION ?? null,
      sale: {
        trialDays: settings.STRIPE_TRIAL_DAYS ?? null,
        introductoryCoupon: settings.STRIPE_INTRODUCTORY_COUPON ?? null,
        automaticTax: settings.STRIPE_AUTOMATIC_TAX === 'on',
      },
    },
    smtpUrl: need('SMTP_URL'),
    mailFrom: settings.MAIL_FROM ?? ownSender(),
    trustedProxies: settings.TRUSTED_PROXIES ?? '',
    door: {
      cacheBytes: (settings.PAGE_CACHE_MB ?? 128) * 1024 * 1024,
      offlinePage: settings.OFFLINE_PAGE !== 'off',
      sharedCache: settings.SHARED_CACHE === 'passes-sessions',
      purgeUrls: (settings.SHARED_CACHE_PURGE_URL ?? '')
        .split(',')
        .filter((one) => one.trim() !== '')
        .map((one) => new URL(one.trim())),
      metricsToken: settings.METRICS_TOKEN ?? null,
      listenUrl: settings.DATABASE_LISTEN_URL ?? need('DATABASE_URL'),
      publicUrl: settings.DATABASE_PUBLIC_URL ?? null,
    },
    pictures: picturesOf(settings),
    workers: settings.WORKERS ?? 1,
    logLevel: settings.LOG_LEVEL ?? 'info',
  }
}

function picturesOf(settings: Settings): PictureSettings {
  const {
    PICTURES_S3_ENDPOINT: endpoint,
    PICTURES_S3_BUCKET: bucket,
    PICTURES_S3_ACCESS_KEY_ID: accessKeyId,
    PICTURES_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = settings
  if (endpoint && bucket && accessKeyId && secretAccessKey)
    return {
      kind: 's3',
      endpoint: new URL(endpoint),
      bucket,
      region: settings.PICTURES_S3_REGION ?? 'us-east-1',
      accessKeyId,
      secretAccessKey,
    }
  // The bundler must not take the folder's content for part of the site.
  const folder = path.join(
    /* turbopackIgnore: true */ settings.FOLDLINE_DATA ?? '.foldline',
    'pictures',
  )
  return { kind: 'disk', folder }
}

/** Reads the process's environment, after adding what `.env` in `folder` says and the shell does not. */
export function readSettings(folder: string): Settings {
  loadFile(folder)
  return parseSettings(process.env)
}

/** The same for setting up a Stripe account. */
export function readSetupSettings(folder: string) {
  loadFile(folder)
  return parseSetupSettings(process.env)
}

/** Whether a key moves real money. */
export const isLive = (secretKey: string) => /^[sr]k_live_/.test(secretKey)

function loadFile(folder: string): void {
  // Only the terminal calls this; the bundler must not take the whole folder for part of the site.
  const file = path.join(/* turbopackIgnore: true */ folder, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** The environment of this process, complete. What a server and its jobs run on. */
export function processEnvironment(): Environment {
  return completeEnvironment(parseSettings(process.env))
}

/** Variables for a child process: this one's, with `changes` on top. */
export function childVariables(
  mode: 'production' | 'development',
  changes: Record<string, string>,
): NodeJS.ProcessEnv {
  return { ...process.env, ...changes, NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: '1' }
}

/** What this process is called among those of one site; undefined at the terminal. */
export function processName(): string | undefined {
  return process.env.FOLDLINE_PROCESS
}

/** The folder somebody stood in when they called us: npm changes to the project's, and says so here. */
export function callersFolder(): string {
  return process.env.INIT_CWD ?? process.cwd()
}

/** Whom mail comes from, unless a variable says otherwise. A name with a sign in it is quoted, as RFC 5322 has it. */
function ownSender(): string {
  const { name, senderEmail } = publication
  const words = /^[\p{L}\d ]+$/u.test(name) ? name : JSON.stringify(name)
  return `${words} <${senderEmail}>`
}

/** The variables that an operator may set, and the shapes of their values. */
import { isIP } from 'node:net'
import { z } from 'zod'

/** What somebody typed. */
const text = z.string().transform((value) => value.trim())
/** An address with one of these protocols. */
const address = (protocols: string[], example: string) =>
  text.refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address such as ${example}`,
    // What is no address must not reach checks that read it as one.
    abort: true,
  })
/** What is copied from `where`, and begins with one of these. */
const key = (prefixes: string[], where: string) =>
  text.refine((value) => prefixes.some((prefix) => value.startsWith(prefix)), {
    error: `must begin with ${prefixes.join(' or ')}; copy it from ${where}`,
  })

/** Whether this is an IP address, or a range such as 10.0.0.0/8. */
function isAddressOrRange(entry: string): boolean {
  const [, ip = '', bits = '0'] = /^\s*([\da-f.:]*)(?:\/(\d{1,3}))?\s*$/i.exec(entry) ?? []
  const version = isIP(ip)
  return (version === 4 && Number(bits) <= 32) || (version === 6 && Number(bits) <= 128)
}

/** Where a Stripe key is copied from. */
export const stripeKeys = 'the API keys page of the Stripe Dashboard'
const stripeEndpoint = 'the webhook endpoint’s page of the Stripe Dashboard'

/**
 * Every variable, and what it may be. What is read is written back as text and read again when a start
 * adds to it, so a value has to be one that its own check accepts.
 */
export const variables = {
  PORT: text
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65_536, {
      error: 'must be a port number from 1 to 65535',
    })
    .transform(Number),
  // A name and password in it would stand in every address the site prints.
  SITE_URL: address(['http:', 'https:'], 'https://news.example').refine(
    (value) => new URL(value).pathname === '/' && !/[?#@]/.test(value),
    { error: 'must be an origin without a path, such as https://news.example' },
  ),
  DATABASE_URL: address(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/foldline',
  ),
  AUTH_SECRET: text.refine((value) => value.length >= 32, {
    error: 'must have at least 32 characters; make one with: openssl rand -base64 33',
  }),
  STRIPE_SECRET_KEY: key(['sk_test_', 'sk_live_', 'rk_test_', 'rk_live_'], stripeKeys),
  STRIPE_API_BASE: address(['http:', 'https:'], 'http://127.0.0.1:4242'),
  STRIPE_WEBHOOK_SECRET: key(['whsec_'], stripeEndpoint),
  STRIPE_WEBHOOK_SECRET_PREVIOUS: key(['whsec_'], stripeEndpoint),
  STRIPE_PRICE_MONTHLY: key(['price_'], 'the product’s page of the Stripe Dashboard'),
  STRIPE_TRIAL_DAYS: text
    .refine((value) => /^\d{1,3}$/.test(value) && Number(value) > 0 && Number(value) <= 730, {
      error: 'must be a number of days from 1 to 730',
    })
    .transform(Number),
  STRIPE_INTRODUCTORY_COUPON: text,
  STRIPE_AUTOMATIC_TAX: text.refine((value) => value === 'on' || value === 'off', {
    error: 'must be on or off',
  }),
  STRIPE_PORTAL_CONFIGURATION: key(['bpc_'], '"npm run foldline -- billing setup"'),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://user:password@host:587'),
  MAIL_FROM: text.refine((value) => /^[^<>@]*<?[^\s<>@]+@[^\s<>@]+>?$/.test(value), {
    error: 'must be an address such as "Your News <post@news.example>"',
  }),
  FOLDLINE_DATA: text,
  PICTURES_S3_ENDPOINT: address(
    ['http:', 'https:'],
    'https://s3.eu-central-1.amazonaws.com',
  ).refine((value) => new URL(value).pathname === '/' && !/[?#@]/.test(value), {
    error: 'must be an origin without a bucket, such as https://s3.eu-central-1.amazonaws.com',
  }),
  PICTURES_S3_BUCKET: text.refine((value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value), {
    error: 'must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
  }),
  PICTURES_S3_REGION: text.refine((value) => /^[a-z0-9-]{2,40}$/.test(value), {
    error: 'must be the name of a region, such as eu-central-1, or auto',
  }),
  PICTURES_S3_ACCESS_KEY_ID: text.refine((value) => /^[\w-]{3,128}$/.test(value), {
    error: 'must be the id of an access key, as the storage shows it',
  }),
  PICTURES_S3_SECRET_ACCESS_KEY: text.refine((value) => value.length >= 8, {
    error: 'must be the secret of that access key, which has at least 8 characters',
  }),
  TRUSTED_PROXIES: text.refine((value) => value.split(',').every(isAddressOrRange), {
    error: 'must be addresses or ranges such as 10.0.0.0/8, separated by commas',
  }),
  PAGE_CACHE_MB: text
    .refine((value) => value === '0' || (/^\d{1,5}$/.test(value) && Number(value) >= 8), {
      error: 'must be a number of megabytes, at least 8, or 0 to keep no page',
    })
    .transform(Number),
  OFFLINE_PAGE: text.refine((value) => value === 'on' || value === 'off', {
    error: 'must be on or off',
  }),
  SHARED_CACHE: text.refine((value) => value === 'passes-sessions' || value === 'none', {
    error:
      'must be none, or passes-sessions when the cache in front passes on every request that has the session’s cookie',
  }),
  SHARED_CACHE_PURGE_URL: text.refine(
    (value) => value.split(',').every((one) => /^https?:\/\/[^\s@]+$/.test(one.trim())),
    { error: 'must be addresses such as http://127.0.0.1:6081, separated by commas' },
  ),
  DATABASE_LISTEN_URL: address(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/foldline',
  ),
  DATABASE_PUBLIC_URL: address(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/foldline',
  ),
  METRICS_TOKEN: text.refine((value) => value.length >= 16, {
    error: 'must have at least 16 characters; make one with: openssl rand -base64 24',
  }),
  WORKERS: text
    .refine((value) => /^\d{1,3}$/.test(value) && Number(value) > 0 && Number(value) <= 256, {
      error: 'must be a number of processes from 1 to 256',
    })
    .transform(Number),
  LOG_LEVEL: text.refine((value) => /^(fatal|error|warn|info|debug|silent)$/.test(value), {
    error: 'must be fatal, error, warn, info, debug or silent',
  }),
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  childVariables,
  completeEnvironment,
  EnvironmentError,
  parseSettings,
  parseSetupSettings,
  readSettings,
} from './env.ts'

const stripe = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_PRICE_MONTHLY: 'price_1',
}
const complete = {
  ...stripe,
  DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/foldline',
  AUTH_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtp://127.0.0.1:2525',
}

const bucket = {
  PICTURES_S3_ENDPOINT: 'https://s3.example',
  PICTURES_S3_BUCKET: 'news-pictures',
  PICTURES_S3_REGION: 'eu-central-1',
  PICTURES_S3_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  PICTURES_S3_SECRET_ACCESS_KEY: 'a/long+secret',
}

function refusal(source: Record<string, string>): string {
  try {
    parseSettings(source)
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message
    throw error
  }
  return 'accepted'
}

describe('each variable', () => {
  test.each<[string, string[]]>([
    ['PORT', ['0', '65536', '-1', '3000.5', '0x50', 'http', '1e3', '٣٠٠٠']],
    [
      'SITE_URL',
      [
        'news.example',
        'ftp://news.example',
        'https://news.example/path',
        'https://news.example?x',
        'https://news.example#x',
        'https://user:password@news.example',
        'javascript:alert(1)',
      ],
    ],
    ['DATABASE_URL', ['mysql://h/db', 'localhost:5432', 'foldline']],
    ['AUTH_SECRET', ['short', 'x'.repeat(31)]],
    ['STRIPE_SECRET_KEY', ['pk_test_1', 'whsec_1', 'secret']],
    ['STRIPE_API_BASE', ['api.stripe.com', 'file:///x']],
    ['STRIPE_WEBHOOK_SECRET', ['sk_test_1', 'secret']],
    ['STRIPE_WEBHOOK_SECRET_PREVIOUS', ['sk_test_1']],
    ['STRIPE_PRICE_MONTHLY', ['prod_1', '500']],
    ['SMTP_URL', ['http://h', 'mail.example:587']],
    ['MAIL_FROM', ['The Leadline', 'a@', '@b', 'a@b, c@d', 'A <a@b> <c@d>']],
    [
      'PICTURES_S3_ENDPOINT',
      ['s3.example', 'ftp://s3.example', 'https://s3.example/bucket', 'https://a:b@s3.example'],
    ],
    ['PICTURES_S3_BUCKET', ['ab', 'Big', 'a/b', '-ab', 'x'.repeat(64)]],
    ['PICTURES_S3_REGION', ['EU', 'eu central']],
    ['PICTURES_S3_ACCESS_KEY_ID', ['a', 'with space']],
    ['PICTURES_S3_SECRET_ACCESS_KEY', ['short']],
    ['PAGE_CACHE_MB', ['7', '-1', '1e3', 'much', '100000']],
    ['OFFLINE_PAGE', ['yes', 'false']],
    ['SHARED_CACHE', ['yes', 'on']],
    ['SHARED_CACHE_PURGE_URL', ['127.0.0.1:6081', 'http://user@host', 'http://a, ftp://b']],
    ['DATABASE_LISTEN_URL', ['mysql://h/db', 'localhost:5432']],
    ['DATABASE_PUBLIC_URL', ['mysql://h/db', 'localhost:5432']],
    ['METRICS_TOKEN', ['short']],
    ['TRUSTED_PROXIES', ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0.0/8 ::1']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
  ])('%s with a wrong value is refused in one line that names it', (name, values) => {
    for (const value of values) {
      const line = refusal({ ...stripe, [name]: value })
      expect(line).toMatch(new RegExp(`^${name} must .+\\.$`))
      expect(line).not.toContain('\n')
    }
  })

  test.each<[string, string[]]>([
    ['PORT', ['1', '65535']],
    ['SITE_URL', ['http://localhost:3000', 'https://news.example/']],
    ['DATABASE_URL', ['postgresql://u@h/d', 'postgres://u:p%40@[::1]:5432/d?sslmode=require']],
    ['STRIPE_SECRET_KEY', ['sk_live_1', 'rk_test_1', 'rk_live_1']],
    ['MAIL_FROM', ['post@news.example', 'The Leadline <post@news.example>']],
    ['TRUSTED_PROXIES', ['10.0.0.1', '10.0.0.0/8, 2001:db8::/32', '::1']],
  ])('%s with a right one is accepted', (name, values) => {
    for (const value of values) expect(refusal({ ...stripe, [name]: value })).toBe('accepted')
  })

  test('may be empty, which is as if it were not set', () => {
    expect(parseSettings({ PORT: '', SITE_URL: '  ', AUTH_SECRET: undefined })).toEqual({})
  })

  test('11: may have spaces and a line break around it', () => {
    expect(parseSettings({ ...stripe, STRIPE_WEBHOOK_SECRET: ' whsec_1\r\n' })).toEqual(stripe)
  })

  test('no secret is repeated in the line that refuses it', () => {
    expect(refusal({ AUTH_SECRET: 'hunter2hunter2' })).not.toContain('hunter2')
    expect(refusal({ DATABASE_URL: 'mysql://root:hunter2@h/d' })).not.toContain('hunter2')
  })

  test('what was read can be written down and read again: a start adds to it in that way', () => {
    const set = {
      ...complete,
      PORT: '3100',
      WORKERS: '2',
      STRIPE_TRIAL_DAYS: '14',
      STRIPE_AUTOMATIC_TAX: 'on',
      PAGE_CACHE_MB: '64',
      SHARED_CACHE: 'passes-sessions',
      SHARED_CACHE_PURGE_URL: 'http://127.0.0.1:6081',
    }
    const settings = parseSettings(set)
    const written = Object.entries(settings).map(([name, value]) => [name, String(value)])
    expect(Object.fromEntries(written)).toEqual(set)
    expect(parseSettings(Object.fromEntries(written))).toEqual(settings)
    expect(completeEnvironment(settings).stripe.sale).toMatchObject({
      automaticTax: true,
      trialDays: 14,
    })
  })

  test('what we do not know is left alone', () => {
    expect(parseSettings({ HOME: '/root', STRIPE_KEY: 'x' })).toEqual({})
  })
})

describe('combinations', () => {
  test.each(['sk_live_1', 'rk_live_1'])('64: %s with another server is refused', (key) => {
    const line = refusal({
      ...stripe,
      STRIPE_SECRET_KEY: key,
      STRIPE_API_BASE: 'http://127.0.0.1:4242',
    })
    expect(line).toMatch(/^STRIPE_API_BASE must not .*api\.stripe\.com/)
  })

  test('a test key with another server is what the demo does', () => {
    expect(refusal({ ...stripe, STRIPE_API_BASE: 'http://127.0.0.1:4242' })).toBe('accepted')
  })

  test('another server without a key is refused', () => {
    expect(refusal({ STRIPE_API_BASE: 'http://127.0.0.1:4242' })).toContain('STRIPE_SECRET_KEY')
  })

  test.each(Object.keys(bucket).filter((name) => name !== 'PICTURES_S3_REGION'))(
    'a bucket without %s is refused',
    (name) => {
      expect(refusal({ ...bucket, [name]: '' })).toMatch(
        new RegExp(`^${name} must be set together with PICTURES_S3_`),
      )
    },
  )

  test.each(['STRIPE_WEBHOOK_SECRET', 'STRIPE_PRICE_MONTHLY'])(
    'a key without %s is refused',
    (name) => {
      expect(refusal({ ...stripe, [name]: '' })).toMatch(new RegExp(`^${name} must be set`))
    },
  )
})

const mode = (key: string) =>
  completeEnvironment(parseSettings({ ...complete, STRIPE_SECRET_KEY: key })).stripe.livemode

describe('what the product runs on', () => {
  test.each(['DATABASE_URL', 'AUTH_SECRET', 'SMTP_URL', 'STRIPE_SECRET_KEY'])(
    'needs %s',
    (name) => {
      const settings = parseSettings({ ...complete, [name]: '' })
      expect(() => completeEnvironment(settings)).toThrow(`${name} is not set`)
    },
  )

  test('has everything, with the previous secret after the current one', () => {
    const settings = parseSettings({ ...complete, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'whsec_0' })
    expect(completeEnvironment(settings)).toMatchObject({
      port: 3000,
      siteUrl: new URL('http://localhost:3000'),
      stripe: { livemode: false, apiBase: null, webhookSecrets: ['whsec_1', 'whsec_0'] },
    })
    expect(completeEnvironment(parseSettings(complete)).stripe.webhookSecrets).toEqual(['whsec_1'])
  })

  test('tells the mode from the key', () => {
    expect([mode('sk_test_1'), mode('sk_live_1'), mode('rk_live_1')]).toEqual([false, true, true])
  })

  test('keeps pictures below its data, or in a bucket when one is named', () => {
    const { pictures } = completeEnvironment(parseSettings({ ...complete, FOLDLINE_DATA: '/data' }))
    expect(pictures).toEqual({ kind: 'disk', folder: path.join('/data', 'pictures') })
    const named = completeEnvironment(parseSettings({ ...complete, ...bucket }))
    expect(named.pictures).toEqual({
      kind: 's3',
      endpoint: new URL('https://s3.example'),
      bucket: 'news-pictures',
      region: 'eu-central-1',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'a/long+secret',
    })
  })

  test('is at home on its own port when no address is set', () => {
    const { siteUrl } = completeEnvironment(parseSettings({ ...complete, PORT: '3007' }))
    expect(siteUrl.origin).toBe('http://localhost:3007')
  })
})

describe('a file .env', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline env '))
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  test('says what the shell does not, and the shell counts', () => {
    vi.stubEnv('PORT', '3005')
    vi.stubEnv('MAIL_FROM', undefined)
    writeFileSync(path.join(folder, '.env'), 'PORT=3009\nMAIL_FROM="Desk <desk@news.example>"\n')
    expect(readSettings(folder)).toMatchObject({
      PORT: 3005,
      MAIL_FROM: 'Desk <desk@news.example>',
    })
  })
})

describe('what setting up a Stripe account needs', () => {
  test('is its key alone: the account has yet to give the rest', () => {
    expect(parseSetupSettings({ STRIPE_SECRET_KEY: 'sk_test_1' })).toEqual({
      STRIPE_SECRET_KEY: 'sk_test_1',
    })
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['no key', {}, /^STRIPE_SECRET_KEY is not set: .+"npm start"\.$/],
    ['a wrong key', { STRIPE_SECRET_KEY: 'pk_test_1' }, /^STRIPE_SECRET_KEY must begin with/],
    [
      'a live key with another server',
      { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_API_BASE: 'http://127.0.0.1:4242' },
      /^STRIPE_API_BASE must not be set/,
    ],
    [
      'a live key with an address that Stripe does not send live events to',
      { STRIPE_SECRET_KEY: 'sk_live_1', SITE_URL: 'http://news.example' },
      /^SITE_URL must begin with https/,
    ],
  ])('%s is refused in one line', (_what, source, line) => {
    expect(() => parseSetupSettings(source)).toThrow(EnvironmentError)
    expect(() => parseSetupSettings(source)).toThrow(line)
  })
})

test('a child gets our variables, its own on top, and the mode it shall run in', () => {
  vi.stubEnv('FOLDLINE_TEST', 'ours')
  const variables = childVariables('production', { PORT: '3001' })
  vi.unstubAllEnvs()
  expect(variables).toMatchObject({
    FOLDLINE_TEST: 'ours',
    PORT: '3001',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
})

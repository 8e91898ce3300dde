import type { Environment } from '../env.ts'
import { useEnvironment } from '../runtime.ts'

/** An environment for tests, complete and silent, with changes; nothing in it can be reached. */
export function testEnvironment(changes: Partial<Environment> = {}): Environment {
  return {
    port: 3000,
    siteUrl: new URL('https://news.example'),
    databaseUrl: 'postgres://nobody:nothing@127.0.0.1:9/none',
    authSecret: 'a secret of at least thirty-two characters',
    stripe: {
      secretKey: 'sk_test_fake',
      livemode: false,
      apiBase: new URL('http://127.0.0.1:9'),
      webhookSecrets: ['whsec_for_tests_only'],
      monthlyPrice: 'price_monthly',
      portalConfiguration: null,
      sale: { trialDays: null, introductoryCoupon: null, automaticTax: false },
    },
    smtpUrl: 'smtp://127.0.0.1:9',
    mailFrom: 'The Leadline <post@news.example>',
    trustedProxies: '',
    door: {
      cacheBytes: 16 * 1024 * 1024,
      offlinePage: true,
      sharedCache: false,
      purgeUrls: [],
      metricsToken: null,
      listenUrl: 'postgres://nobody:nothing@127.0.0.1:1/none',
      publicUrl: null,
    },
    pictures: { kind: 'disk', folder: '/nowhere/pictures' },
    workers: 1,
    logLevel: 'silent',
    ...changes,
  }
}

/** Runs this test file on such an environment. */
export function useTestEnvironment(changes: Partial<Environment> = {}): Environment {
  const complete = testEnvironment(changes)
  useEnvironment(complete)
  return complete
}

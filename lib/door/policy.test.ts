import { describe, expect, test } from 'vitest'
import { makeNonce, nonceForNext, type Page, policyFor } from './policy.ts'
import { siteScript } from './site-script.ts'

const site = { siteUrl: new URL('https://news.example'), stripeHost: null, development: false }
const script = `https://news.example${siteScript().path}`
const document: Page = {
  kind: 'document',
  inlineHashes: { scripts: ["'sha256-abc='"], styles: ["'sha256-def='"] },
}
const application: Page = { kind: 'application', nonce: 'bm9uY2U=' }

/** A policy, each of its directives by its name. */
function directives(page: Page, changes: Partial<typeof site> = {}): Record<string, string> {
  const parts = policyFor(page, { ...site, ...changes }).split('; ')
  return Object.fromEntries(parts.map((part) => part.split(/ (.*)/s, 2)))
}

test.each([document, application])(
  '$kind: nothing inline, no plug-ins, no other base, no frames',
  (page) => {
    expect(policyFor(page, site)).not.toMatch(/unsafe-(inline|eval)/)
    expect(directives(page)).toMatchObject({
      'default-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'frame-src': "'none'",
      'frame-ancestors': "'none'",
    })
  },
)

test('a document runs one script of ours and what its hashes name, and turns no text into code', () => {
  expect(directives(document)).toMatchObject({
    'script-src': `${script} 'sha256-abc='`,
    'style-src': "'self' 'sha256-def='",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  })
})

test('an application runs what is built, the script of the site, and what has the nonce', () => {
  expect(directives(application)).toMatchObject({
    'script-src': `https://news.example/_next/static/ ${script} 'nonce-bm9uY2U='`,
    'style-src': "'self'",
    'worker-src': 'https://news.example/offline.js',
  })
})

test('hot reload gets what it needs, in development only', () => {
  const wide = directives(application, { development: true })
  expect(wide['script-src']).toContain("'unsafe-eval'")
  expect(wide['connect-src']).toContain('ws:')
})

describe('forms lead to us and to Stripe’s pages', () => {
  test('the hosted ones', () => {
    expect(directives(application)['form-action']).toBe(
      "'self' https://checkout.stripe.com https://billing.stripe.com",
    )
  })

  test('or those of the server that we talk to', () => {
    const local = policyFor(application, {
      ...site,
      stripeHost: new URL('http://127.0.0.1:4242/v1'),
    })
    expect(local).toContain("form-action 'self' http://127.0.0.1:4242")
    expect(local).not.toContain('stripe.com')
  })
})

test('a nonce is new each time, and Next finds it in what it is handed', () => {
  const nonces = new Set(Array.from({ length: 100 }, makeNonce))
  expect(nonces.size).toBe(100)
  for (const nonce of nonces)
    expect(nonceForNext(nonce)).toMatch(/^script-src 'nonce-[\w+/]{22}=='$/)
})

import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import { cleanHeaders, securityHeaders } from './headers.ts'

const site = new URL('https://news.example')

function clean(headers: IncomingHttpHeaders, development = false): IncomingHttpHeaders {
  const cleaned = { ...headers }
  cleanHeaders(cleaned, { siteUrl: site, address: '203.0.113.9', development })
  return cleaned
}

describe('W8, W9: what frameworks and proxies believe does not reach a page', () => {
  test.each([
    'x-middleware-subrequest',
    'x-middleware-rewrite',
    'x-nextjs-data',
    'x-invoke-path',
    'x-invoke-output',
    'x-matched-path',
    'x-now-route-matches',
    'next-resume',
    'x-next-revalidated-tags',
    'x-prerender-revalidate',
    'x-forwarded-port',
    'x-forwarded-prefix',
    'x-real-ip',
    'x-original-url',
    'x-rewrite-url',
    'x-http-method-override',
    'forwarded',
    'authorization',
    'x-foldline-class',
  ])('%s', (name) => {
    expect(clean({ [name]: '1' })).not.toHaveProperty([name])
  })
})

test('W13: host, scheme and address are ours, whatever was sent', () => {
  const sent = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'gopher',
    'x-forwarded-for': '1.1.1.1',
  }
  expect(clean(sent)).toEqual({
    host: 'news.example',
    'x-forwarded-host': 'news.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.9',
  })
})

test('what pages, actions and the webhook need is passed on unchanged', () => {
  const sent = {
    accept: 'text/html',
    cookie: 'a=b',
    'content-type': 'text/plain',
    'content-length': '3',
    'next-action': 'abc',
    rsc: '1',
    'next-router-state-tree': '[]',
    origin: 'https://news.example',
    'stripe-signature': 't=1,v1=a',
    'user-agent': 'Firefox',
  }
  expect(clean(sent)).toMatchObject(sent)
})

test('a policy of the sender’s own, from which Next would take a nonce, does not reach it', () => {
  const sent = { 'content-security-policy': "script-src 'nonce-known'" }
  expect(clean(sent)).not.toHaveProperty('content-security-policy')
  expect(clean(sent, true)).not.toHaveProperty('content-security-policy')
})

test('a socket is opened in development only', () => {
  const sent = { upgrade: 'websocket', 'sec-websocket-key': 'x' }
  expect(clean(sent)).not.toHaveProperty('upgrade')
  expect(clean(sent, true)).toMatchObject(sent)
})

const headersOf = (siteUrl: URL) =>
  Object.fromEntries(
    securityHeaders({ siteUrl }).map(([name, value]) => [name.toLowerCase(), value]),
  )

describe('headers of every answer', () => {
  test('what is no page loads nothing and is framed by nobody', () => {
    expect(headersOf(site)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  test('over https browsers are told to stay there; over http that would lock them out', () => {
    expect(headersOf(site)).toHaveProperty('strict-transport-security')
    const http = headersOf(new URL('http://localhost:3000'))
    expect(http).not.toHaveProperty('strict-transport-security')
  })
})

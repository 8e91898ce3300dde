import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import { comesFromOurPages } from './cross-site.ts'

const site = new URL('https://news.example')
const may = (headers: IncomingHttpHeaders, method = 'POST', path = '/subscribe') =>
  comesFromOurPages({ method, path, headers }, site)

describe('46: a request that changes something', () => {
  test.each<[string, IncomingHttpHeaders, boolean]>([
    ['from our page', { origin: 'https://news.example', 'sec-fetch-site': 'same-origin' }, true],
    ['from our page, in an older browser', { origin: 'https://news.example' }, true],
    ['from a script, without a browser’s cookies', {}, true],
    [
      'from another site',
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      false,
    ],
    ['from another site that hides its origin', { origin: 'null' }, false],
    ['from a page without origin on another site', { 'sec-fetch-site': 'cross-site' }, false],
    [
      'from a neighbour',
      { origin: 'https://shop.news.example', 'sec-fetch-site': 'same-site' },
      false,
    ],
    ['from a neighbour without origin', { 'sec-fetch-site': 'same-site' }, false],
    ['from our name over http', { origin: 'http://news.example' }, false],
    ['from another port', { origin: 'https://news.example:8443' }, false],
    ['from a name that begins like ours', { origin: 'https://news.example.evil.example' }, false],
    [
      'whose origin and site disagree',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      false,
    ],
    ['with an empty origin', { origin: '' }, false],
    ['from a browser that says nothing but its cookies', { cookie: 'a=b' }, false],
    [
      'from our page, in a very old browser',
      { cookie: 'a=b', referer: 'https://news.example/account' },
      true,
    ],
    [
      'from another page, in a very old browser',
      { cookie: 'a=b', referer: 'https://evil.example/https://news.example/' },
      false,
    ],
    [
      'from a name that begins like ours, in a very old browser',
      { cookie: 'a=b', referer: 'https://news.example.evil.example/' },
      false,
    ],
    ['with a referer that is none', { cookie: 'a=b', referer: 'news.example' }, false],
    [
      'with our referer and another origin',
      { cookie: 'a=b', origin: 'https://evil.example', referer: 'https://news.example/' },
      false,
    ],
    ['with an empty cookie header', { cookie: '' }, false],
  ])('%s', (_name, headers, expected) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect(may(headers, method)).toBe(expected)
  })
})

test.each(['GET', 'HEAD', 'OPTIONS'])('%s changes nothing and may come from anywhere', (method) => {
  expect(may({ origin: 'https://evil.example' }, method)).toBe(true)
})

test.each([
  ['/api/stripe/webhook', true],
  ['/api/stripe/webhook/', true],
  ['/api/stripe/webhook/x', false],
  ['/api/stripe/webhooks', false],
  ['/x/api/stripe/webhook', false],
  ['//api/stripe/webhook', false],
])('Stripe proves itself by its signature, at its own address alone: %s', (path, expected) => {
  expect(may({ origin: 'https://stripe.example' }, 'POST', path)).toBe(expected)
})

import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redirectToCanonical } from './canonical.ts'
import { recordResponse, request } from './testing/http.ts'

const site = new URL('https://news.example')

/** Where a request is led, or null when it is answered where it came in. */
function ledTo(
  url: string | undefined,
  headers: IncomingMessage['headers'] = {},
  method = 'GET',
): string | null {
  const response = recordResponse()
  const navigation = { host: 'news.example', 'sec-fetch-mode': 'navigate', ...headers }
  const led = redirectToCanonical(request({ url, method, headers: navigation }), response, site)
  expect(response.ended).toBe(led)
  expect(response.status).toBe(led ? 308 : 200)
  return led ? String(response.sent.location) : null
}

describe('a person', () => {
  test.each<[string, string, string | null]>([
    ['at the address that counts', '/articles/low-water', null],
    ['at the front page', '/', null],
    ['with a question', '/search?q=a/', null],
    ['with a slash at the end', '/articles/low-water/', 'https://news.example/articles/low-water'],
    ['with many', '/articles///', 'https://news.example/articles'],
    ['with a slash and a question', '/search/?q=a&b=%20', 'https://news.example/search?q=a&b=%20'],
    ['with nothing but slashes', '///', 'https://news.example/'],
    ['with slashes without end, and no end', `/a${'/'.repeat(100_000)}b`, null],
    ['with a question mark in the question', '/search/?q=a?b', 'https://news.example/search?q=a?b'],
  ])('%s', (_name, url, target) => {
    expect(ledTo(url)).toBe(target)
  })

  test.each(['127.0.0.1:3000', 'www.news.example', 'evil.example', undefined])(
    'who came by %s is led to our name, never to theirs',
    (host) => {
      expect(ledTo('/articles/x?y=1', { host })).toBe('https://news.example/articles/x?y=1')
    },
  )
})

describe('45: an address made to lead elsewhere leads to us', () => {
  test.each([
    '//evil.example',
    '//evil.example/',
    '///evil.example//',
    '/\\evil.example/',
    '\\\\evil.example/',
    '/%5cevil.example/',
    '/.//evil.example/',
    '/..//evil.example/',
    '/%2e%2e//evil.example/',
    'http://evil.example/',
    '//evil.example:80@news.example/',
    '/@evil.example/',
    '/a//evil.example/?/../..//evil.example',
  ])('%s', (url) => {
    for (const host of ['news.example', 'other.example']) {
      const target = new URL(ledTo(url, { host }) ?? site)
      expect(target.origin).toBe(site.origin)
      expect(target.username).toBe('')
    }
  })

  test('whatever is asked for, and it comes to rest after a few steps', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('/', '\\', '.', '%2e', '@', ':', '?', '#', 'a'),
    })
    fc.assert(
      fc.property(nasty, (rest) => {
        let url: string | null = `/${rest}`
        for (let step = 0; step < 4 && url !== null; step++) {
          const target: string | null = ledTo(url, step === 0 ? { host: 'other.example' } : {})
          expect(new URL(target ?? site).origin).toBe(site.origin)
          url = target === null ? null : target.slice(site.origin.length)
        }
        expect(url).toBeNull()
      }),
    )
  })
})

describe('12: what is no person’s navigation is answered where it came in', () => {
  test.each<[string, string, IncomingMessage['headers'], string]>([
    ['a webhook', '/api/stripe/webhook', { 'sec-fetch-mode': undefined }, 'POST'],
    ['a webhook with a slash', '/api/stripe/webhook/', { 'sec-fetch-mode': undefined }, 'POST'],
    ['a machine by another name', '/feed.xml', { host: 'x', 'sec-fetch-mode': undefined }, 'GET'],
    ['a form', '/subscribe/', { host: 'x' }, 'POST'],
    ['an API in a browser', '/api/me/', { host: 'x' }, 'GET'],
    ['a built file', '/_next/static/a.js', { host: 'x' }, 'GET'],
    ['a script’s request', '/articles/x/', { host: 'x', 'sec-fetch-mode': 'cors' }, 'GET'],
  ])('%s', (_name, url, headers, method) => {
    expect(ledTo(url, headers, method)).toBeNull()
  })
})

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { waitInWords } from './refusal-words.ts'
import { refuse } from './refuse.ts'
import { recordResponse, RecordedResponse, request } from './testing/http.ts'

test.each([400, 401, 403, 404, 405, 409, 413, 415, 429, 431, 500, 503] as const)(
  '%i is a page of its own that nobody keeps',
  (status) => {
    const response = recordResponse()
    refuse(response, status)
    expect(response.status).toBe(status)
    expect(response.sent).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
    })
    expect(response.body).toMatch(/^<!doctype html><html lang="en" dir="ltr">.*<h1>.+<\/h1>/s)
    expect(response.body).not.toMatch(/<script|src=|<link|url\(|@import|http/)
    const [, style = ''] = /<style>(.*)<\/style>/.exec(response.body) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(response.sent['content-security-policy']).toContain(`style-src 'sha256-${hash}';`)
  },
)

test('who cannot be served just now is told when to come again', () => {
  const response = recordResponse()
  refuse(response, 503)
  expect(response.sent['retry-after']).toBe('30')
  const limited = recordResponse()
  refuse(limited, 429, 17)
  expect(limited.sent['retry-after']).toBe('17')
})

test('an answer that has begun is broken off: half a page must not pass for a whole one', () => {
  const response = recordResponse()
  response.writeHead(200)
  refuse(response, 500)
  expect(response.destroyed).toBe(true)
  expect(response.status).toBe(200)
  expect(response.body).toBe('')
})

const begins: Record<string, string> = {
  'text/html': '<',
  'application/json': '{',
  'text/plain': 'A',
}

const asking = (url: string, accept?: string) =>
  new RecordedResponse(
    request({ url, method: 'GET', headers: accept === undefined ? {} : { accept } }),
  )

test.each([
  ['/articles/x', undefined, 'text/html'],
  ['/articles/x', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['/articles/x', '*/*', 'text/html'],
  ['/account', 'application/json', 'application/json'],
  ['/articles/x', 'application/ld+json', 'application/json'],
  ['/articles/x', 'text/plain', 'text/plain'],
  ['/articles/x', 'image/avif', 'text/plain'],
  ['/api/me', 'text/html', 'application/json'],
  ['/feed.json?x', '*/*', 'application/json'],
  ['/feed.xml', undefined, 'text/plain'],
  ['/robots.txt', '*/*', 'text/plain'],
])('at %s who accepts %s is told as %s', (url, accept, type) => {
  const response = asking(url, accept)
  refuse(response, 429, 75)
  expect(response.sent['content-type']).toContain(type)
  expect(response.sent).toMatchObject({ 'cache-control': 'private, no-store', 'retry-after': '75' })
  expect(response.body).toContain('It works again in 75 seconds.')
  expect(response.body.charAt(0)).toBe(begins[type])
})

test('who is not signed in is told how one is', () => {
  const response = asking('/account', 'application/json')
  refuse(response, 401)
  expect(response.sent['www-authenticate']).toBe('Session')
})

test.each([
  [0, 'in a second'],
  [17, 'in 17 seconds'],
  [91, 'in 2 minutes'],
  [3600, 'in 60 minutes'],
  [7200, 'in 2 hours'],
])('%i seconds are told as %s', (seconds, words) => {
  expect(waitInWords(seconds)).toBe(words)
})

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { refuse } from './refuse.ts'
import { recordResponse } from './testing/http.ts'

test.each([400, 403, 404, 405, 409, 413, 415, 429, 431, 500, 503] as const)(
  '%i is a page of its own that nobody keeps',
  (status) => {
    const response = recordResponse()
    refuse(response, status)
    expect(response.status).toBe(status)
    expect(response.sent).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
    })
    expect(response.body).toMatch(/^<!doctype html><html lang="en">.*<h1>.+<\/h1>/)
    expect(response.body).not.toMatch(/<script|src=|<link/)
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

import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { guardToken, isTokenAddress } from './token-address.ts'

test.each([
  ['/feed/token.xml', true],
  ['/feed/', true],
  ['/feed.xml', false],
  ['/feed', false],
  ['/gift-links/token', true],
  ['/account/gift-links', false],
  ['/gift', false],
  ['/sections/work/feed.xml', false],
])('%s holds a token: %s', (path, is) => {
  expect(isTokenAddress(path)).toBe(is)
})

test('nobody keeps, names or passes on what is answered, and it is never asked for as a page', () => {
  const request = new IncomingMessage(new Socket())
  const headers = { rsc: '1', 'next-url': '/', 'next-router-prefetch': '1', accept: '*/*' }
  const response = new ServerResponse(request)
  guardToken(headers, response)
  expect(headers).toEqual({ accept: '*/*' })
  expect(response.getHeaders()).toEqual({
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'referrer-policy': 'no-referrer',
  })
})

import { expect, test } from 'vitest'
import { readSessionToken, sessionCookieName } from './session-cookie.ts'

const site = new URL('https://news.example')

test('over https the cookie is tied to the host, over http to the port', () => {
  expect(sessionCookieName(site)).toBe('__Host-foldline')
  expect(sessionCookieName(new URL('http://localhost:3001'))).toBe('foldline-3001')
})

test.each([
  [undefined, null],
  ['', null],
  ['theme=dark', null],
  ['__Host-foldline=abc', 'abc'],
  ['theme=dark; __Host-foldline=abc; x=y', 'abc'],
  ['__Host-foldline=', null],
  ['__Host-foldline=abc; __Host-foldline=def', null],
  ['x__Host-foldline=abc', null],
  [`__Host-foldline=${'a'.repeat(5000)}`, null],
])('%j holds the token %j', (header, token) => {
  expect(readSessionToken(header, site)).toBe(token)
})

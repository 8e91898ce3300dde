import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readSessionToken,
  sessionCookieName,
  sessionCookieOptions,
  sessionTokenReader,
} from './session-cookie.ts'

const site = new URL('https://news.example')

test('over https the cookie is tied to the host, over http to the port', () => {
  expect(sessionCookieName(site)).toBe('__Host-foldline')
  expect(sessionCookieName(new URL('http://localhost:3001'))).toBe('foldline-3001')
})

test('no script reads it, no other site sends it along, and over https it goes nowhere else', () => {
  const everywhere = { httpOnly: true, sameSite: 'lax', path: '/' }
  // With __Host- a browser refuses it without Secure, with a Domain, or with another path.
  expect(sessionCookieOptions(site)).toEqual({ ...everywhere, secure: true })
  expect(sessionCookieOptions(new URL('http://localhost:3001'))).toEqual({
    ...everywhere,
    secure: false,
  })
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
  expect(sessionTokenReader(site)(header)).toBe(token)
})

test('the reader for many requests reads every header as the other does', () => {
  const read = sessionTokenReader(site)
  const piece = fc.constantFrom('__Host-foldline=', ';', ' ', '\t', '\u00a0', 'a', 'b=c', '=', 'x')
  const header = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(header, (one) => {
      expect(read(one)).toBe(readSessionToken(one, site))
    }),
    { numRuns: 2000 },
  )
})

import fc from 'fast-check'
import { expect } from 'vitest'
import { readEmail } from '#lib/auth/email.ts'
import { nameDevice } from '#lib/auth/device.ts'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { sessionCookieName, sessionTokenReader } from '#lib/auth/session-cookie.ts'
import { readPageNumber } from '#lib/articles/list.ts'
import { readSearch } from '#lib/articles/search/asked.ts'
import { fuzz } from '#lib/testing/fuzz.ts'
import { clientAddress, readTrustedProxies } from './address.ts'
import { redirectToCanonical } from './canonical.ts'
import { comesFromOurPages } from './cross-site.ts'
import { acceptedEncodings } from './encoding.ts'
import { cleanHeaders } from './headers.ts'
import { readingAddress } from './routes.ts'
import { recordResponse, request } from './testing/http.ts'
import { cookieHeader, headerValue, requestTarget } from './testing/requests.ts'

const siteUrl = new URL('https://news.example')
const proxies = readTrustedProxies('10.0.0.0/8')

fuzz(
  'any target is an address of reading in one spelling, or none',
  { values: requestTarget, runs: 1000 },
  (target) => {
    const found = readingAddress(target)
    if (found === null) return
    expect(found.url).toMatch(/^\//)
    // The same page is kept once, however it was asked for.
    expect(readingAddress(found.url)?.url).toBe(found.url)
    // PostgreSQL takes no NUL in a name, and Next no escape that says nothing.
    expect(decodeURIComponent(found.url.split('?', 1)[0] ?? '')).not.toContain('\0')
  },
)

fuzz(
  'whoever is led is led to our own origin, and stays where they were led',
  { values: fc.tuple(requestTarget, headerValue), runs: 500 },
  ([target, host]) => {
    const led = (url: string, at: string) => {
      const response = recordResponse()
      const headers = { host: at, 'sec-fetch-mode': 'navigate' }
      redirectToCanonical(request({ url, method: 'GET', headers }), response, siteUrl)
      return response.sent.location
    }
    const first = led(target, host)
    if (first === undefined) return
    const { origin, username, href } = new URL(first)
    expect([origin, username]).toEqual([siteUrl.origin, ''])
    const second = led(href.slice(origin.length), siteUrl.host)
    // An address may need a second step, and never a third.
    if (second !== undefined)
      expect(led(new URL(second).href.slice(origin.length), siteUrl.host)).toBeUndefined()
  },
)

fuzz(
  'a cookie has one token or none, and never one that stands for two',
  { values: cookieHeader(sessionCookieName(siteUrl)), runs: 1000 },
  (header) => {
    const token = sessionTokenReader(siteUrl)(header)
    if (token === null) return
    expect(token.length).toBeLessThanOrEqual(200)
    expect(header).toContain(`${sessionCookieName(siteUrl)}=${token}`)
    expect(token).not.toContain(';')
    const pairs = header.split(';').filter((pair) => pair.trim().startsWith('__Host-foldline='))
    expect(pairs).toHaveLength(1)
  },
)

fuzz(
  'what a client says of its address counts only when a proxy of ours passes it on',
  { values: fc.tuple(headerValue, fc.constantFrom('192.0.2.1', '10.0.0.9', '::1')), runs: 500 },
  ([forwarded, connection]) => {
    const known = clientAddress(connection, forwarded, proxies)
    expect(known).not.toBe('')
    if (connection === '192.0.2.1') expect(known).toBe(connection)
  },
)

fuzz(
  'any header is read without a fault, and only those that are known are passed on',
  { values: fc.tuple(headerValue, headerValue, fc.string({ maxLength: 20 })), runs: 500 },
  ([one, other, name]) => {
    expect(acceptedEncodings(one)).toEqual({
      br: expect.any(Boolean),
      gzip: expect.any(Boolean),
    })
    expect(typeof nameDevice(one)).toBe('string')
    const headers = { [name.toLowerCase()]: one, 'x-matched-path': one, origin: other }
    cleanHeaders(headers, { siteUrl, address: '192.0.2.1', development: false })
    expect(headers).not.toHaveProperty('x-matched-path')
    expect(headers).toMatchObject({ host: siteUrl.host, 'x-forwarded-for': '192.0.2.1' })
    const ours = comesFromOurPages(
      { method: 'POST', path: '/subscribe', headers: { origin: one } },
      siteUrl,
    )
    expect(ours).toBe(one === siteUrl.origin)
  },
)

fuzz(
  'what is typed into an address or a field is read, or is nothing',
  { values: fc.oneof(fc.string({ unit: 'binary' }), requestTarget, headerValue), runs: 500 },
  (typed) => {
    const search = readSearch({ q: typed, section: typed, from: typed, to: typed, order: typed })
    const { words = null, section = null } = search?.asked ?? {}
    if (words !== null) expect(words).toMatch(/^[^\p{Cc}]{1,200}$/su)
    if (section !== null) expect(section).toMatch(/^[a-z0-9-]{1,100}$/)
    expect(readPageNumber(typed) ?? 1).toBeGreaterThan(0)
    expect(new URL(safeReturnPath(typed), siteUrl).origin).toBe(siteUrl.origin)
    expect(['valid', 'invalid']).toContain(readEmail(typed).kind)
  },
)

import { randomInt } from 'node:crypto'
import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { stack } from './support/stack.ts'

/** A byte other than the ends of lines, as a character of Latin-1. */
const byte = fc
  .oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 11, max: 12 }),
    fc.integer({ min: 14, max: 255 }),
  )
  .map((code) => String.fromCharCode(code))
const from = (pieces: string[], most = 10) =>
  fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...pieces) },
        { weight: 1, arbitrary: byte },
      ),
      { maxLength: most },
    )
    .map((parts) => parts.join(''))

const folders =
  'articles sections topics regions authors search subscribe sign-in account newsroom api _next pictures gift feed.xml sitemaps comments'.split(
    ' ',
  )
const target = fc
  .tuple(
    fc.constantFrom(...folders, ''),
    from([
      '/',
      '//',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '%00',
      '%',
      '%ff',
      ';',
      'a-b',
      'stripe/webhook',
      'me',
      'low-water-at-skelmouth',
      '.rsc',
      '.txt',
      'é',
    ]),
    from([
      'q=',
      'page=',
      'page=2',
      '&',
      'a',
      '%',
      '%00',
      '[]',
      '=',
      'returnTo=//evil.example',
      'token=x',
      '_rsc=1',
      'nxtPslug=a',
    ]),
  )
  .map(([folder, rest, query]) =>
    `/${folder}${rest}${query === '' ? '' : `?${query}`}`.replaceAll(' ', '+'),
  )
const header = fc.oneof(
  fc.tuple(
    fc.constant('Cookie'),
    from(
      ['foldline-3000=', '__Host-foldline=', 'authjs.session-token=', 'a', ';', '"', ',', ' ', '%'],
      20,
    ),
  ),
  fc.tuple(
    fc.constantFrom(
      'RSC',
      'Next-Router-State-Tree',
      'Next-Router-Prefetch',
      'Next-Router-Segment-Prefetch',
      'Next-Url',
      'Next-Action',
      'Accept',
      'Accept-Encoding',
      'Accept-Language',
      'Range',
      'If-None-Match',
      'If-Modified-Since',
      'Origin',
      'Referer',
      'Content-Type',
      'Sec-Fetch-Mode',
      'Sec-Fetch-Site',
      'User-Agent',
      'Stripe-Signature',
      'X-Forwarded-For',
      'X-Matched-Path',
    ),
    from([
      '1',
      '*',
      'navigate',
      'same-origin',
      '[""]',
      '%5B',
      '{',
      'gzip',
      'bytes=0-',
      '"a"',
      ',',
      ';q=',
      '/_tree',
      'text/x-component',
      'multipart/form-data; boundary=a',
    ]),
  ),
)
const request = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE'),
  target,
  headers: fc.array(header, { maxLength: 4 }),
  body: fc.option(from(['a=b', '&', '{}', '[', '--a', '$ACTION_ID_', '\\u0000', '0'])),
})
type Sent = typeof request extends fc.Arbitrary<infer Value> ? Value : never

/** As it goes over the net, byte for byte. */
function written({ method, target: asked, headers, body }: Sent, host: string): Buffer {
  const content = method === 'POST' || method === 'PUT' ? (body ?? '') : null
  const lines = [
    `${method} ${asked} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(content === null ? [] : [`Content-Length: ${content.length}`]),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${content ?? ''}`, 'latin1')
}

/** All that is answered until the connection is closed. */
async function answerTo(bytes: Buffer, site: URL): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const pieces: Buffer[] = []
  const socket = connect(Number(site.port), site.hostname, () => socket.write(bytes))
  socket.on('data', (piece) => pieces.push(piece))
  socket.on('error', () => {})
  socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')))
  return promise
}

test('whatever is asked, in whatever words, nothing is a fault of ours', async () => {
  const seed = randomInt(1, 2 ** 31 - 1)
  process.stdout.write(`fuzz: requests on the wire: seed ${seed}\n`)
  const site = new URL(stack().site)
  await fc.assert(
    fc.asyncProperty(request, async (sent) => {
      const answer = await answerTo(written(sent, site.host), site)
      expect(answer.slice(0, 12)).toMatch(/^HTTP\/1\.1 [1-4]\d\d/)
      expect(answer).not.toMatch(/node_modules|\bat [\w.]+ \(|PostgresError/)
    }),
    { seed, numRuns: 200, endOnFailure: true },
  )
})

/** W46 and W48: what a cache could mix up. */
import { type Probe, type Row } from './matrix.ts'
import { type Answer, type Header, headerOf } from './request.ts'
import { type Flight, routerAsks, three } from './rows-transport.ts'
import type { Viewer } from './viewers.ts'

/** A document says that it is one and begins as one; what React's router is sent does neither. */
function isOneKind(answer: Answer): string[] {
  if (answer.status !== 200) return []
  const isDocument = headerOf(answer, 'Content-Type').startsWith('text/html')
  const begins = answer.body.subarray(0, 15).toString().toLowerCase() === '<!doctype html>'
  return isDocument === begins ? [] : ['is called one kind of answer, and is the other']
}

const isDocument = (answer: Answer) => [
  ...isOneKind(answer),
  ...(answer.status !== 200 || headerOf(answer, 'Content-Type').startsWith('text/html')
    ? []
    : ['is no document']),
]

const flights: Flight[] = [{}, { prefetch: '1' }, { prefetch: '1', segment: '/_tree' }]

/** Pages that keep React, and answer its router, if it puts the right number into the address. */
const applications = ['/sign-in', '/account', '/gift', '/newsroom']

const isPayload = (answer: Answer) => [
  ...isOneKind(answer),
  ...(answer.status !== 200 || headerOf(answer, 'Content-Type').startsWith('text/x-component')
    ? []
    : ['is no payload']),
]

/** A page as a browser asks for it and as the router does, by turns. */
function byTurns(path: string, check = isPayload): Probe[] {
  const document: Probe = { path, expect: 'public', check: isDocument }
  return [
    document,
    ...flights.flatMap((flight): Probe[] => {
      const { headers, number } = routerAsks(flight)
      return [
        { path, headers, expect: 'public', check: isOneKind },
        { path: `${path}?_rsc=${number}`, headers, expect: 'public', check },
        document,
      ]
    }),
  ]
}

const elsewhere = 'evil.example'

/** Nothing of these is part of what a page is kept under, so nothing of them may be in the next answer. */
const unkeyed: { query?: string; headers?: Header[] }[] = [
  { query: `utm_source=${elsewhere}&fbclid=1` },
  { query: 'class=subscriber&readerClass=subscriber&preview=1&full=1' },
  { query: 'page=2&page=3&_rsc=abcde&slug=wall-late' },
  { query: `to=//${elsewhere}&from=https://${elsewhere}` },
  { query: '%00=1&%E2%80%AE=2&x[]=3&__proto__[x]=4' },
  { headers: [['X-Forwarded-Host', elsewhere]] },
  {
    headers: [
      ['X-Forwarded-Proto', 'ftp'],
      ['X-Forwarded-Port', '1'],
      ['X-Forwarded-Prefix', `/${elsewhere}`],
    ],
  },
  { headers: [['Forwarded', `host=${elsewhere};proto=https`]] },
  { headers: [['X-Host', elsewhere]] },
  {
    headers: [
      ['X-Original-URL', '/articles/wall-late'],
      ['X-Rewrite-URL', '/articles/wall-late'],
    ],
  },
  { headers: [['X-HTTP-Method-Override', 'POST']] },
  {
    headers: [
      ['Origin', `https://${elsewhere}`],
      ['Referer', `https://${elsewhere}/`],
    ],
  },
  ...['identity', 'gzip', 'br', 'deflate', 'zstd', '*', 'br;q=0, gzip;q=0', 'GZIP', 'x-gzip'].map(
    (encoding) => ({ headers: [['Accept-Encoding', encoding] satisfies Header] }),
  ),
  ...['de', 'xx', '*', elsewhere].map((language) => ({
    headers: [['Accept-Language', language] satisfies Header],
  })),
  ...['application/json', 'text/x-component', 'text/plain', 'image/avif'].map((accept) => ({
    headers: [['Accept', accept] satisfies Header],
  })),
]

const namesElsewhere = (answer: Answer) =>
  answer.body.includes(elsewhere) ? [`names ${elsewhere}`] : []

/** Parts of a session's cookie, beside it or alone: none of them makes anybody of anybody. */
function partialCookies(path: string, { cookie }: Viewer): Probe[] {
  if (!cookie) return []
  const { name, value } = cookie
  return [
    [`${name}=${value.slice(0, 20)}`],
    [name],
    [`${name.slice(0, -1)}=${value}`],
    [`x${name}=${value}`],
    [`a=b; c; ${name}`, `=${value}`],
  ].map((cookies) => ({ path, expect: 'page', as: 'anonymous', cookies }))
}

export const cachingRows: Row[] = [
  {
    number: 'W46',
    title: 'documents and payloads',
    sends:
      'with and without `RSC`, by turns: articles are documents either way, of applications each is what it says',
    probes: (wall) => [
      ...three(wall).flatMap((article) =>
        [[], ...flights.map((flight) => routerAsks(flight).headers), []].map((headers): Probe => ({
          article,
          path: article.path,
          headers,
          expect: 'page',
          check: isDocument,
        })),
      ),
      ...byTurns('/subscribe', isDocument),
      ...applications.flatMap((path) => byTurns(path)),
    ],
  },
  {
    number: 'W48',
    title: 'unkeyed inputs',
    sends: `${unkeyed.length} queries, forwarded names, encodings and languages, and parts of a session's cookie; after each the plain address, by the viewer and by a stranger`,
    probes: (wall, viewer) =>
      three(wall).flatMap((article) => {
        const { path } = article
        const plain: Probe = { article, path, expect: 'page', check: namesElsewhere }
        return [
          ...unkeyed.flatMap(({ query, headers }): Probe[] => [
            {
              ...plain,
              path: query === undefined ? path : `${path}?${query}`,
              ...(headers === undefined ? {} : { headers }),
            },
            plain,
            { ...plain, as: 'anonymous', cookies: [] },
          ]),
          ...partialCookies(path, viewer).flatMap((probe): Probe[] => [
            { ...probe, article },
            plain,
          ]),
        ]
      }),
  },
]

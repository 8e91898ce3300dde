/** W13 and W14: heads that no browser sends, and requests for something else than HTTP. */
import { stack } from '../support/stack.ts'
import type { Fixture } from './fixtures.ts'
import type { Probe, Row, Wall } from './matrix.ts'
import { previewOf } from './page.ts'
import { type Answer, type Header, headerOf } from './request.ts'
import { three } from './rows-transport.ts'

const elsewhere = 'evil.example'

/** Where a page might write an address that it took from the request. */
const alsoAt = ['/', '/feed.xml', '/sitemap.xml', '/robots.txt', '/search?q=bell', '/sign-in']
const redirected = [
  '/account',
  '/newsroom',
  '/subscribe/return',
  '/gift/redeem?code=x',
  '/articles/x/',
]

const hosts: string[][] = [
  [elsewhere],
  [`${elsewhere}:80`],
  [`localhost@${elsewhere}`],
  [`${elsewhere}/articles`],
  ['', elsewhere],
  [''],
  ['127.0.0.1:1'],
  ['[::1]'],
  [`localhost\t${elsewhere}`],
  [`${elsewhere}"><script>`],
]

const forwarded: Header[][] = [
  [['X-Forwarded-Host', elsewhere]],
  [
    ['X-Forwarded-Host', `${elsewhere}, localhost`],
    ['X-Forwarded-Proto', 'https, http'],
  ],
  [
    ['X-Forwarded-Server', elsewhere],
    ['X-Forwarded-Port', '1'],
    ['X-Forwarded-Scheme', 'ftp'],
  ],
  [['X-Forwarded-Prefix', `/${elsewhere}`]],
  [['Forwarded', `for=127.0.0.1;host=${elsewhere};proto=https`]],
  [
    ['X-Host', elsewhere],
    ['X-Original-Host', elsewhere],
    ['X-HTTP-Host-Override', elsewhere],
  ],
  [
    ['X-Real-IP', '127.0.0.1'],
    ['X-Client-IP', '127.0.0.1'],
    ['True-Client-IP', '::1'],
    ['CF-Connecting-IP', '66.249.66.1'],
  ],
  [['Via', `1.1 ${elsewhere}`]],
]

/** No address of somebody else's in the page, nor where it leads. */
function namesElsewhere(answer: Answer): string[] {
  const head = answer.headers.map(([, value]) => value).join('\n')
  return `${head}\n${answer.body.toString()}`.includes(elsewhere) ? [`names ${elsewhere}`] : []
}

const long = 'x'.repeat(7000)
const oddities: { line?: string; hosts?: string[]; headers?: Header[] }[] = [
  { line: 'HTTP/1.0' },
  { line: 'HTTP/1.0', hosts: [] },
  { line: 'HTTP/0.9' },
  { line: 'HTTP/2.0' },
  { hosts: [] },
  { headers: [['X-Long', long]] },
  { headers: [['Cookie', `a=${long}`]] },
  { headers: [['Referer', `https://${long}.example/`]] },
  { headers: [['X-Longer', long.repeat(4)]] },
  { headers: Array.from({ length: 90 }, (_, at): Header => [`X-Many-${at}`, '1']) },
  { headers: Array.from({ length: 90 }, (): Header => ['X-Many', '1']) },
  { headers: Array.from({ length: 3000 }, (_, at): Header => [`X-M${at}`, '']) },
  { headers: Array.from({ length: 9 }, (): Header => ['Accept-Encoding', 'identity']) },
  { headers: Array.from({ length: 9 }, (): Header => ['RSC', '1']) },
  { headers: [['X-Folded', 'a\r\n b']] },
  { headers: [['X-Folded', 'a\nSet-Cookie: b=1']] },
  { headers: [['X Spaced', '1']] },
  { headers: [['', '1']] },
  { headers: [['X-Zero', 'a\0b']] },
  { headers: [['Transfer-Encoding', 'chunked']] },
  { headers: [['Transfer-Encoding', 'identity, chunked']] },
  {
    headers: [
      ['Content-Length', '0'],
      ['Content-Length', '5'],
    ],
  },
  {
    headers: [
      ['Content-Length', '0'],
      ['Transfer-Encoding', 'chunked'],
    ],
  },
  { headers: [['Expect', '100-continue']] },
  { headers: [['Expect', 'anything']] },
  { headers: [['Max-Forwards', '0']] },
]

/** The page as it is, or that such a request is none; nothing of another article. */
const pageOrRefused =
  (wall: Wall, { path }: Fixture) =>
  (answer: Answer): string[] => {
    if (answer.status === 200)
      return previewOf(answer.body.toString()) === wall.previews.get(path)
        ? []
        : ['is another page']
    return answer.status >= 400 && answer.status < 500 ? [] : [`answered ${answer.status}`]
  }

function headerProbes(wall: Wall, article: Fixture): Probe[] {
  const { path } = article
  const plain: Probe = { article, path, expect: 'page', check: namesElsewhere }
  const spoofed = [
    ...hosts.map((some): Pick<Probe, 'byHand' | 'headers'> => ({ byHand: { hosts: some } })),
    ...forwarded.map((headers): Pick<Probe, 'byHand' | 'headers'> => ({ headers })),
  ]
  return [
    ...oddities.map(({ line, ...how }): Probe => {
      const byHand = line === undefined ? {} : { line: `GET ${path} ${line}` }
      const some = how.hosts === undefined ? {} : { hosts: how.hosts }
      return {
        path,
        headers: how.headers ?? [],
        byHand: { ...byHand, ...some },
        check: pageOrRefused(wall, article),
      }
    }),
    ...spoofed.flatMap((how): Probe[] => [
      {
        path,
        ...how,
        check: (answer) => [...pageOrRefused(wall, article)(answer), ...namesElsewhere(answer)],
      },
      { ...plain, as: 'anonymous', cookies: [] },
    ]),
  ]
}

/** Answers of every kind of page, with every name that is not ours; a person may be led to our own. */
function otherPages(): Probe[] {
  const navigates: Header[] = [['Sec-Fetch-Mode', 'navigate']]
  return [...alsoAt, ...redirected].flatMap((path) => [
    ...hosts.slice(0, 4).flatMap((some): Probe[] => [
      { path, byHand: { hosts: some }, expect: 'public', check: staysHere },
      { path, byHand: { hosts: some }, headers: navigates, expect: 'public', check: staysHere },
    ]),
    ...forwarded.map((headers): Probe => ({ path, headers, expect: 'public', check: staysHere })),
  ])
}

function staysHere(answer: Answer): string[] {
  const { site } = stack()
  const to = headerOf(answer, 'Location')
  const leaves = to !== '' && new URL(to, site).origin !== new URL(site).origin
  return [...namesElsewhere(answer), ...(leaves ? [`leads to ${to}`] : [])]
}

const socketKey: Header[] = [
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Sec-WebSocket-Version', '13'],
]

const upgrades: { connection: string; headers: Header[] }[] = [
  { connection: 'Upgrade', headers: [['Upgrade', 'websocket'], ...socketKey] },
  { connection: 'keep-alive, Upgrade', headers: [['Upgrade', 'WebSocket'], ...socketKey] },
  {
    connection: 'Upgrade',
    headers: [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Protocol', 'graphql-ws'],
      ['Origin', `https://${elsewhere}`],
      ...socketKey,
    ],
  },
  {
    connection: 'Upgrade, HTTP2-Settings',
    headers: [
      ['Upgrade', 'h2c'],
      ['HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA'],
    ],
  },
  { connection: 'Upgrade', headers: [['Upgrade', 'TLS/1.0']] },
]

/** Where others have a socket that speaks, and an address of somebody else's that we should not ask. */
const sockets = [
  '/_next/hmr',
  '/_next/webpack-hmr',
  '/socket.io/?EIO=4&transport=websocket',
  '/ws',
  '/api/me',
  '/account',
  `http://${elsewhere}/`,
  'http://127.0.0.1:1/',
]

/** No socket is opened, and nothing is asked for us elsewhere. */
const isNoSocket = ({ status }: Answer) =>
  status === 101 || status === 0 ? [`answered ${status}`] : []

function upgradeProbes(wall: Wall): Probe[] {
  const articles = three(wall)
  return upgrades.flatMap(({ connection, headers }) => [
    ...articles.map((article): Probe => ({
      article,
      path: article.path,
      headers,
      byHand: { connection },
      expect: 'page',
    })),
    ...sockets.map((path): Probe => ({
      path,
      headers,
      byHand: { connection },
      expect: 'public',
      check: isNoSocket,
    })),
  ])
}

/** A tunnel to somewhere, and to ourselves. */
const tunnels = (): Probe[] =>
  [`${elsewhere}:80`, new URL(stack().site).host, '/articles/wall-early'].map((path) => ({
    path,
    method: 'CONNECT',
    byHand: {},
    expect: 'public',
    check: ({ status }) => (status >= 200 && status < 300 ? [`answered ${status}`] : []),
  }))

export const headRows: Row[] = [
  {
    number: 'W13',
    title: 'heads of requests',
    sends: `${oddities.length} odd heads (HTTP/1.0, none or two \`Host\`, huge, many, doubled, folded, two lengths), ${hosts.length} names of hosts and ${forwarded.length} forwarded ones; then the page, by a stranger`,
    probes: (wall) => [
      ...three(wall).flatMap((article) => headerProbes(wall, article)),
      ...otherPages(),
    ],
  },
  {
    number: 'W14',
    title: 'another protocol',
    sends:
      'requests for a WebSocket, HTTP/2 or TLS at articles, at addresses of sockets and of others; CONNECT',
    probes: (wall) => [...upgradeProbes(wall), ...tunnels()],
  },
]

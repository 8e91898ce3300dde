/** W1–W9: one article, by every way that Next has to hand out a page. */
import { createHash } from 'node:crypto'
import type { Fixture } from './fixtures.ts'
import type { Probe, Row, Wall } from './matrix.ts'
import type { Header } from './request.ts'

/** Where the page of an article stands in `app`: its folders are the names of its segments. */
export const articleFolder = '/(site)/articles/[slug]'

const browser: Header[] = [
  ['Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'],
  ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
]

/** One whose marker is early, one without, one for everybody with an account: the others add time alone. */
export const three = ({ fixtures }: Wall) =>
  fixtures.filter(({ kind }) => kind === 'early' || kind === 'missing' || kind === 'registered')

const each = (articles: Fixture[], probes: (article: Fixture) => Probe[]): Probe[] =>
  articles.flatMap((article) => probes(article).map((probe) => ({ article, ...probe })))

export type Flight = { prefetch?: string; segment?: string; tree?: string }

/** The headers with which Next's router asks, and the number it puts into the address for them. */
export function routerAsks({ prefetch, segment, tree }: Flight): {
  headers: Header[]
  number: string
} {
  const told: [string, string | undefined][] = [
    ['Next-Router-Prefetch', prefetch],
    ['Next-Router-Segment-Prefetch', segment],
    ['Next-Router-State-Tree', tree],
  ]
  const headers = told.flatMap(([name, value]): Header[] =>
    value === undefined ? [] : [[name, value]],
  )
  const input = [prefetch, segment, tree, undefined].map((value) => value ?? '0').join(',')
  const digest = createHash('sha256').update(input).digest().subarray(0, 12).toString('base64url')
  return { headers: [['RSC', '1'], ...headers], number: headers.length === 0 ? '' : digest }
}

/** The same question with the right number, a wrong one and none. A document is always the document. */
function asked({ path }: Fixture, flight: Flight): Probe[] {
  const { headers, number } = routerAsks(flight)
  return [`${path}?_rsc=${number}`, `${path}?_rsc=abcde`, path].map((one) => ({
    path: one,
    headers,
    expect: 'page',
  }))
}

/** What the router has of the page already; `refetch` asks for the article again. */
function treeOf({ slug }: Fixture, from: 'everything' | 'the article'): string {
  const mark = from === 'the article' ? [null, 'refetch'] : []
  const article = [['slug', slug, 'd', null], { children: ['__PAGE__', {}] }, ...mark]
  const site = ['(site)', { children: ['articles', { children: article }] }]
  return encodeURIComponent(JSON.stringify(['', { children: site }]))
}

const safe = (name: string) =>
  /^[\w@-]+$/.test(name) ? name : `!${Buffer.from(name).toString('base64url')}`

const down = (names: string[]) => names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)

/** The names under which Next hands out the segments of a page, from the root down, in both spellings. */
export function segmentsOf(folder: string): string[] {
  const names = [...folder.split('/').filter(Boolean), '__PAGE__']
  const written = names.map((name) =>
    name.startsWith('[') ? `$d$${name.slice(1, -1)}` : safe(name),
  )
  const plain = names.filter((name) => !name.startsWith('('))
  return [...new Set([...down(written), ...down(names), ...down(plain)])]
}

const endings = [
  '.rsc',
  '.prefetch.rsc',
  '.txt',
  '.json',
  '.md',
  '.html',
  '.xml',
  '.body',
  '.meta',
  '/index.txt',
  '/__next._full.txt',
]

const segments = [
  '/_tree',
  '/_index',
  '/_full',
  '/_head',
  '/',
  '/_not-found',
  ...segmentsOf(articleFolder),
]

const subrequests = [
  'middleware',
  'src/middleware',
  'pages/_middleware',
  'app/middleware',
  'proxy',
  'src/proxy',
  'instrumentation',
  '1',
]
const subrequestNames = [
  'X-MIDDLEWARE-SUBREQUEST',
  'x_middleware_subrequest',
  'X-Middleware-Subrequest-Id',
  'x-middleware-next',
  'x-middleware-override-headers',
  'x-middleware-rewrite',
  'x-middleware-set-cookie',
]

const forged = ({ path, slug }: Fixture): Header[][] => [
  [['x-nextjs-data', '1']],
  [
    ['x-invoke-path', path],
    ['x-invoke-status', '200'],
    ['x-invoke-query', '%7B%7D'],
  ],
  [
    ['x-invoke-output', articleFolder],
    ['x-invoke-error', '{}'],
  ],
  [['x-matched-path', `${path}.rsc`]],
  [
    ['x-matched-path', '/articles/[slug]'],
    ['x-now-route-matches', `1=${slug}&nxtPslug=${slug}`],
  ],
  [['x-now-route-matches', '1=wall-free']],
  [
    ['next-resume', '1'],
    ['x-next-resume-state-length', '0'],
  ],
  [
    ['x-nextjs-postponed', '1'],
    ['x-nextjs-prerender', '1'],
  ],
  [
    ['x-prerender-revalidate', 'preview'],
    ['x-prerender-revalidate-if-generated', '1'],
  ],
  [
    ['x-next-cache-tags', slug],
    ['x-next-revalidated-tags', slug],
  ],
  [
    ['x-nextjs-rewritten-path', '/newsroom'],
    ['x-nextjs-rewritten-query', 'class=subscriber'],
  ],
  [
    ['x-reader-class', 'subscriber'],
    ['x-foldline-reader-class', 'subscriber'],
  ],
  [
    ['x-forwarded-for', '66.249.66.1'],
    ['x-forwarded-host', 'googlebot.example'],
    ['forwarded', 'for=127.0.0.1'],
  ],
  [
    ['next-url', '/newsroom'],
    ['x-original-url', '/newsroom'],
    ['x-rewrite-url', '/newsroom'],
  ],
]

export const transportRows: Row[] = [
  {
    number: 'W1',
    title: 'plain GET',
    sends: 'the address, bare and as a browser asks for it',
    probes: (wall) =>
      each(wall.fixtures, ({ path }) => [
        { path, expect: 'page' },
        { path, headers: browser, expect: 'page' },
      ]),
  },
  {
    number: 'W2',
    title: 'JavaScript off',
    sends: 'a navigation; what may be read must stand outside every script',
    probes: (wall) =>
      each(wall.fixtures, ({ path }) => [
        {
          path,
          headers: [...browser, ['Sec-Fetch-Mode', 'navigate'], ['Sec-Fetch-Dest', 'document']],
          expect: 'page',
        },
      ]),
  },
  {
    number: 'W3',
    title: 'React payload',
    sends: '`RSC: 1`, without and with two state trees; `_rsc` right, wrong and missing',
    probes: (wall) =>
      each(wall.fixtures, (article) => [
        ...asked(article, {}),
        ...asked(article, { tree: treeOf(article, 'everything') }),
        ...asked(article, { tree: treeOf(article, 'the article') }),
      ]),
  },
  {
    number: 'W4',
    title: 'prefetch',
    sends:
      '`Next-Router-Prefetch` 1, 2 and 3, also with a state tree; `_rsc` right, wrong and missing',
    probes: (wall) =>
      each(wall.fixtures, (article) =>
        ['1', '2', '3'].flatMap((prefetch) => [
          ...asked(article, { prefetch }),
          ...asked(article, { prefetch, tree: treeOf(article, 'the article') }).slice(0, 1),
        ]),
      ),
  },
  {
    number: 'W5',
    title: 'segment prefetch',
    sends: `\`Next-Router-Segment-Prefetch\`: ${segments.length} names of segments, with and without the header of a prefetch`,
    probes: (wall) =>
      each(three(wall), (article) =>
        segments.flatMap((segment) => asked(article, { prefetch: '1', segment }).slice(0, 2)),
      ),
  },
  {
    number: 'W6',
    title: 'other endings',
    sends:
      '`.rsc`, `.prefetch.rsc`, `.segments/…`, `.txt`, `.json`, `.md`, `.html`, `.xml`, `.body`, `.meta`',
    probes: (wall) =>
      each(three(wall), ({ path }) =>
        [
          ...endings,
          ...segments.map((segment) => `.segments${encodeURI(segment)}.segment.rsc`),
        ].map((ending) => ({ path: `${path}${ending}` })),
      ),
  },
  {
    number: 'W7',
    title: 'page data',
    sends: '`/_next/data/…` with and without the build, as files and with `slug`',
    probes: (wall) =>
      each(three(wall), ({ path, slug }) => {
        const at = `/_next/data/${wall.buildId}`
        return [
          ...[
            `${path}.json`,
            `${path}.json?slug=${slug}`,
            `${path}.rsc`,
            '/articles/[slug].json',
            '/index.json',
          ].flatMap((file): Probe[] => [
            { path: `${at}${file}` },
            { path: `${at}${file}`, headers: [['x-nextjs-data', '1']] },
          ]),
          { path: `/_next/data/development${path}.json` },
          { path: `/_next/data${path}.json` },
        ]
      }),
  },
  {
    number: 'W8',
    title: 'x-middleware-subrequest',
    sends: 'each value it has ever had, once and five times, and its relatives',
    probes: (wall) =>
      each(three(wall), ({ path }) =>
        [
          ...subrequests.flatMap((value): Header[] => [
            ['x-middleware-subrequest', value],
            ['x-middleware-subrequest', Array.from({ length: 5 }, () => value).join(':')],
          ]),
          ...subrequestNames.map((name): Header => [
            name,
            'middleware:middleware:middleware:middleware:middleware',
          ]),
        ].map((header) => ({ path, headers: [header], expect: 'page' as const })),
      ),
  },
  {
    number: 'W9',
    title: 'forged internals',
    sends: 'headers that Next, its hosts and proxies set among themselves; by GET and POST',
    probes: (wall) =>
      each(three(wall), (article) => [
        ...forged(article).map((headers): Probe => ({
          path: article.path,
          headers,
          expect: 'page',
        })),
        { path: article.path, method: 'POST', headers: [['next-resume', '1']], body: '' },
        {
          path: article.path,
          method: 'POST',
          headers: [
            ['next-resume', '1'],
            ['RSC', '1'],
          ],
          body: '{}',
        },
      ]),
  },
]

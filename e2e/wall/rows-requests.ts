/** W11 and W12: other methods, conditions and wishes than those of a plain GET. */
import type { Fixture } from './fixtures.ts'
import type { Probe, Row, Wall } from './matrix.ts'
import { type Answer, type Header, headerOf, send } from './request.ts'
import { three } from './rows-transport.ts'
import { mayRead, states, type Viewer } from './viewers.ts'

const methods = [
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'REPORT',
  'SEARCH',
  'COPY',
  'MOVE',
  'LOCK',
  'PURGE',
  'SUBSCRIBE',
  'QUERY',
  'M-SEARCH',
  'LINK',
  'BIND',
  'SOURCE',
]

/** Names under which a framework may take another method than the request has. */
const overrides: { headers?: Header[]; query?: string; body?: string }[] = [
  { headers: [['X-HTTP-Method-Override', 'GET']] },
  { headers: [['X-HTTP-Method', 'GET']] },
  { headers: [['X-Method-Override', 'GET']] },
  { query: '_method=GET' },
  { body: '_method=GET', headers: [['Content-Type', 'application/x-www-form-urlencoded']] },
  { body: '{"slug":"wall-early","fields":"*"}', headers: [['Content-Type', 'application/json']] },
  { body: '[]', headers: [['Next-Action', '0'.repeat(42)]] },
]

const ranges = [
  'bytes=0-',
  'bytes=0-99',
  'bytes=2000-',
  'bytes=-4000',
  'bytes=0-1,2000-9000',
  'bytes=999999-',
  'lines=1-9',
]

/** A HEAD says of a page what the GET says, how long it is too, and sends nothing of it. */
async function headProbe(wall: Wall, viewer: Viewer, article: Fixture): Promise<Probe> {
  const { path } = article
  const shown = await send({ path, headers: cookieOf(viewer) }, wall.agent)
  return {
    path,
    method: 'HEAD',
    byHand: {},
    check: (answer) => [
      ...(answer.status === 200 ? [] : [`answered ${answer.status}`]),
      ...['Content-Length', 'Cache-Control', 'Vary', 'ETag']
        .filter((name) => headerOf(answer, name) !== headerOf(shown, name))
        .map((name) => `has another ${name} than the page`),
    ],
  }
}

const cookieOf = ({ cookie }: Viewer): Header[] =>
  cookie ? [['Cookie', `${cookie.name}=${cookie.value}`]] : []

/** The validators of the page as it is sent to this viewer, in each encoding. */
async function etagsFor(wall: Wall, { path }: Fixture, viewer: Viewer): Promise<string[]> {
  const found: string[] = []
  for (const encoding of ['identity', 'gzip', 'br']) {
    const headers: Header[] = [...cookieOf(viewer), ['Accept-Encoding', encoding]]
    const etag = headerOf(await send({ path, headers }, wall.agent), 'ETag')
    if (etag !== '') found.push(etag)
  }
  return found
}

/** The validators of the page as everybody sees it, beside some that name none. */
async function validatorsOf(wall: Wall, article: Fixture): Promise<Set<string>> {
  const found = new Set(['*', '""', 'W/"0"', '"subscriber"'])
  for (const state of states)
    for (const etag of await etagsFor(wall, article, wall.viewers[state])) found.add(etag)
  return found
}

/** The whole page and the cut one have no validator in common, or a cache takes one for the other. */
async function ownValidator(wall: Wall, viewer: Viewer, article: Fixture): Promise<Probe> {
  const others = states.filter(
    (state) => mayRead(state, article.level) !== mayRead(viewer.state, article.level),
  )
  const theirs = await Promise.all(
    others.map((state) => etagsFor(wall, article, wall.viewers[state])),
  )
  const taken = new Set(theirs.flat())
  return {
    article,
    path: article.path,
    expect: 'page',
    check: (answer) =>
      taken.has(headerOf(answer, 'ETag')) ? ['has the same ETag as another page'] : [],
  }
}

/**
 * With somebody else's validator one is sent one's own page. "You have it already" is said to whoever has
 * the page that everybody is sent, and to nobody of a page that is theirs.
 */
async function conditional(wall: Wall, viewer: Viewer, article: Fixture): Promise<Probe[]> {
  const { path } = article
  const own = headerOf(await send({ path, headers: cookieOf(viewer) }, wall.agent), 'ETag')
  const validators = [...(await validatorsOf(wall, article))]
  const conditions: { headers: Header[]; had: boolean }[] = [
    ...validators.map((etag) => ({
      headers: [['If-None-Match', etag] satisfies Header],
      had: etag === own,
    })),
    { headers: [['If-None-Match', validators.join(', ')]], had: own !== '' },
    ...validators.map((etag) => ({
      headers: [['If-Match', etag] satisfies Header],
      had: false,
    })),
    { headers: [['If-Modified-Since', new Date(Date.now() + 1e9).toUTCString()]], had: false },
    { headers: [['If-Unmodified-Since', new Date(0).toUTCString()]], had: false },
  ]
  return conditions.map(({ headers, had }): Probe => {
    const probe: Probe = { path, headers }
    if (had) return { ...probe, check: hasStatus(304) }
    return { ...probe, article, expect: 'page' }
  })
}

const hasStatus =
  (...statuses: number[]) =>
  ({ status }: Answer) =>
    statuses.includes(status) ? [] : [`answered ${status}`]

async function methodProbes(wall: Wall, viewer: Viewer, article: Fixture): Promise<Probe[]> {
  const { path } = article
  return [
    ...methods.map((method): Probe => ({ path, method, expect: 'public' })),
    ...['get', 'GETS', 'G ET', 'FOO'].map((method): Probe => ({
      path,
      method,
      expect: 'public',
      byHand: {},
    })),
    ...overrides.flatMap(({ headers = [], query = '', body = '' }) =>
      ['POST', 'PUT'].map((method): Probe => ({
        path: query === '' ? path : `${path}?${query}`,
        method,
        headers,
        body,
        expect: 'public',
      })),
    ),
    // A body changes nothing about a GET.
    { article, path, headers: [['Content-Type', 'application/json']], body: '{}', expect: 'page' },
    ...ranges.flatMap((range): Probe[] => [
      { path, headers: [['Range', range]], check: hasStatus(200, 206, 416) },
      {
        path,
        headers: [
          ['Range', range],
          ['If-Range', '"0"'],
        ],
        check: hasStatus(200, 206, 416),
      },
    ]),
    await headProbe(wall, viewer, article),
    await ownValidator(wall, viewer, article),
    ...(await conditional(wall, viewer, article)),
  ]
}

const types = [
  'application/json',
  'application/ld+json',
  'application/activity+json',
  'text/plain',
  'text/markdown',
  'text/x-markdown',
  'text/csv',
  'application/xml',
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/pdf',
  'application/epub+zip',
  'application/json+oembed',
  'text/x-component',
  'text/vcard',
  'image/avif,image/webp',
  'application/vnd.api+json',
  'application/graphql-response+json',
  'text/event-stream',
  'multipart/mixed',
  'application/octet-stream',
  'text/html;level=9',
  'text/html;q=0',
  '*/*;q=0',
  '',
  ',,,;q',
  'text/html; charset=utf-16',
  'application/xhtml+xml',
  'text/vnd.wap.wml',
]

const wishes: Header[] = [
  ['Accept-Charset', 'utf-16'],
  ['Accept-Datetime', 'Thu, 01 Jan 2026 00:00:00 GMT'],
  ['Accept-Profile', 'private'],
  ['A-IM', 'feed'],
  ['DNT', '1'],
  ['Prefer', 'return=representation'],
  ['Purpose', 'prefetch'],
  ['Save-Data', 'on'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['TE', 'trailers, chunked'],
  ['Want-Content-Digest', 'sha-256=1'],
  ['X-Moz', 'prefetch'],
  ['X-PJAX', 'true'],
  ['X-Requested-With', 'XMLHttpRequest'],
  ['HX-Request', 'true'],
  ['Turbo-Frame', 'article'],
]

const isHtml = (answer: Answer) =>
  headerOf(answer, 'Content-Type') === 'text/html; charset=utf-8' ? [] : ['is no document']

const articlesOf = async (wall: Wall, probes: (article: Fixture) => Promise<Probe[]>) =>
  (await Promise.all(three(wall).map(probes))).flat()

export const requestRows: Row[] = [
  {
    number: 'W11',
    title: 'methods, ranges and conditions',
    sends: `${methods.length} methods beside GET, names under which another is meant, HEAD, \`Range\`, and \`If-None-Match\` with the ETags that every viewer is sent`,
    probes: (wall, viewer) => articlesOf(wall, (article) => methodProbes(wall, viewer, article)),
  },
  {
    number: 'W12',
    title: 'other types and wishes',
    sends: `${types.length} values of \`Accept\` and ${wishes.length} headers that wish for something else; the answer is the document`,
    probes: (wall) =>
      three(wall).flatMap((article) =>
        [...types.map((type): Header => ['Accept', type]), ...wishes].map((header): Probe => ({
          article,
          path: article.path,
          headers: [header],
          expect: 'page',
          check: isHtml,
        })),
      ),
  },
]

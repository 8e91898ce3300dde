/** W10: one article, under every spelling of its address. */
import { stack } from '../support/stack.ts'
import type { Fixture } from './fixtures.ts'
import type { Probe, Row, Wall } from './matrix.ts'
import { previewOf } from './page.ts'
import { type Answer, headerOf } from './request.ts'
import { mayRead, type Viewer } from './viewers.ts'

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

/** The letters of the same name that stand elsewhere in Unicode, and look nearly so. */
const wide = (text: string) =>
  text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0))

const slashes = ({ path, slug }: Fixture) => [
  `/${path}`,
  `//${path}`,
  `/articles//${slug}`,
  `${path}/`,
  `${path}//`,
  `${path}/.`,
  `${path}/./`,
  `/articles%2f${slug}`,
  `/articles%252f${slug}`,
  `/articles\\${slug}`,
  `/articles%5c${slug}`,
  `\\articles\\${slug}`,
  `${path}%2f`,
]

const dots = ({ path, slug }: Fixture) => [
  `/.${path}`,
  `/%2e${path}`,
  `/articles/./${slug}`,
  `/articles/%2e/${slug}`,
  `/articles/x/../${slug}`,
  `/articles/x/%2e%2e/${slug}`,
  `/articles/..%2farticles/${slug}`,
  `/x/..${path}`,
  `/account/..${path}`,
  `/account/%2e%2e${path}`,
  `/newsroom/%2E%2E${path}`,
  `/api/..${path}`,
  `/_next/..${path}`,
  `/_next/static/%2e%2e/%2e%2e${path}`,
  `/pictures/..${path}`,
  `${path}.`,
  `${path}%2e`,
]

const letters = ({ slug }: Fixture) => [
  `/ARTICLES/${slug}`,
  `/Articles/${slug}`,
  `/articles/${slug.toUpperCase()}`,
  `/articles/W${slug.slice(1)}`,
  `/articles/${percent(slug)}`,
  `/articles/${percent(slug.slice(0, 1))}${slug.slice(1)}`,
  `/articles/${percent(slug).toUpperCase()}`,
  `/articles/${percent(percent(slug.slice(0, 1)))}${slug.slice(1)}`,
  `/${percent('articles')}/${slug}`,
  `/articles/${encodeURIComponent(wide(slug))}`,
  `/articles/${encodeURIComponent(slug.replaceAll('-', '\u2010'))}`,
  `/articles/%ef%bb%bf${slug}`,
]

const tails = ({ path, slug }: Fixture) =>
  [
    ';',
    ';x',
    ';jsessionid=1',
    '%3bx',
    '&x=1',
    '&slug=wall-late',
    '%26x',
    '%3fx',
    '%23x',
    '+',
    '%20',
    '%09',
    '%00',
    '%00.html',
    '%0a',
    '%0d%0aSet-Cookie:%20x=1',
    '%e2%80%8b',
    '%c2%ad',
    '%',
    '%zz',
    '%u0061',
    '%ff',
    '%c0%af',
    '~',
    '*',
    ':80',
    '@',
    '!',
    '%2a',
    "'",
    '$',
    '|x',
    `/${slug}`,
    '/page',
    '/amp',
    '/print',
    '/@modal',
    '/(.)x',
    '/[slug]',
    '/default',
    '/route',
  ].map((tail) => `${path}${tail}`)

const folders = ({ path, slug }: Fixture) => [
  `/articles;x/${slug}`,
  `/(site)${path}`,
  `/%28site%29${path}`,
  `/(site)/articles/[slug]?slug=${slug}`,
  `/articles/[slug]?slug=${slug}`,
  `/articles/%5Bslug%5D?nxtPslug=${slug}`,
  `/articles?slug=${slug}`,
  `/articles/(..)${slug}`,
  `/index${path}`,
  `/en${path}`,
  `/_next${path}`,
  `/sections/${slug}`,
  `/authors/..%2farticles%2f${slug}`,
  `/@slot${path}`,
]

/** A query says nothing about which article it is. */
const queries = [
  'slug=wall-late',
  'slug=wall-free&nxtPslug=wall-free',
  'nxtPslug=wall-late',
  'nxtPslug=wall-free&nxtIslug=wall-free',
  'slug[]=wall-late',
  'slug=',
  '__nextDataReq=1',
  '__nextLocale=en&__nextDefaultLocale=en',
  'amp=1',
  '_escaped_fragment_=',
  '?',
  '&&&=',
]

/** First lines that a browser never writes. */
const lines = ({ path }: Fixture, host: string) => [
  `GET http://${host}${path} HTTP/1.1`,
  `GET http://evil.example${path} HTTP/1.1`,
  `GET http://evil.example:80@${host}${path} HTTP/1.1`,
  `GET //${host}${path} HTTP/1.1`,
  `GET ${path}#read-on HTTP/1.1`,
  `GET ${path.slice(1)} HTTP/1.1`,
  `GET ?${path} HTTP/1.1`,
  `GET *${path} HTTP/1.1`,
  `GET ${path} x HTTP/1.1`,
  `GET ${path}\u00e4 HTTP/1.1`,
  `GET ${path}\t HTTP/1.1`,
  `GET  ${path} HTTP/1.1`,
  `get ${path} HTTP/1.1`,
]

/** Where an answer leads, if anywhere, stays on this site; what it shows is this article or none. */
function isThisOrNone(wall: Wall, article: Fixture): (answer: Answer) => string[] {
  const { site } = stack()
  return (answer) => {
    const to = headerOf(answer, 'Location')
    const leads = to !== '' && new URL(to, site).origin !== new URL(site).origin
    const shown = previewOf(answer.body.toString())
    const other = shown !== null && shown !== wall.previews.get(article.path)
    return [
      ...(leads ? [`leads to ${to}`] : []),
      ...(other ? ['shows another text'] : []),
      ...(answer.status >= 500 ? [`answered ${answer.status}`] : []),
    ]
  }
}

function probesOf(wall: Wall, { state }: Viewer, article: Fixture): Probe[] {
  // After who may read it, a stranger, who may find nothing that was kept for them.
  const andStranger = (probe: Probe): Probe[] =>
    mayRead(state, article.level) && state !== 'anonymous'
      ? [probe, { ...probe, as: 'anonymous', cookies: [] }]
      : [probe]
  const check = isThisOrNone(wall, article)
  const { host } = new URL(stack().site)
  const spelled = [slashes, dots, letters, tails, folders].flatMap((of) => of(article))
  return [
    ...spelled.flatMap((path) => andStranger({ path, check })),
    ...[...slashes(article), ...dots(article)].map((path): Probe => ({
      path,
      headers: [['Sec-Fetch-Mode', 'navigate']],
      check,
    })),
    ...queries.flatMap((query) =>
      andStranger({ article, path: `${article.path}?${query}`, expect: 'page' }),
    ),
    ...lines(article, host).map((line): Probe => ({ path: line, byHand: { line }, check })),
    ...andStranger({ article, path: article.path, expect: 'page' }),
  ]
}

export const addressRows: Row[] = [
  {
    number: 'W10',
    title: 'spellings of the address',
    sends:
      'slashes, dots, case, escapes, `;`, zeros, folders of the source, queries that name an article, first lines that no browser writes; after who may read it, a stranger',
    // Most of these addresses have no page, and each such answer is rendered: of one article, that somebody
    // else might be shown.
    probes: (wall, viewer) =>
      wall.fixtures
        .filter(({ kind }) => kind === (viewer.state === 'reader' ? 'registered' : 'early'))
        .flatMap((article) => probesOf(wall, viewer, article)),
  },
]

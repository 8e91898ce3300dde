/** Leaks in how a page is handed out, for W1–W14. */
import {
  before,
  type Bite,
  headed,
  instead,
  keptUnder,
  path,
  rewritten,
  when,
  wholePage,
} from './bite.ts'
import { rot13 } from './decode.ts'
import { type Asked, askedHeader, withBody, withHeaders } from './leaky.ts'
import type { Probe } from './matrix.ts'
import { headerOf } from './request.ts'

/** A request that says this, whatever it says. */
const says =
  (name: string, value = /./) =>
  (asked: Asked) =>
    value.test(askedHeader(asked, name))

/** A payload of React's, in which a part of the page stands as it is. */
const flight = instead(
  'text/x-component',
  ({ html }) => `0:${JSON.stringify(['$', 'div', null, { children: html }])}\n`,
)

const endsWith = (...ends: string[]) => ({
  at: ({ path: one }: { path: string }) => ends.some((end) => one.endsWith(end)),
})

const plain: Bite[] = [
  {
    row: 'W1',
    how: 'the whole text is sent and hidden by a style',
    whom: 'anonymous',
    leak: before('</article>', ({ html }) => `<div style="display:none">${html}</div>`),
  },
  {
    row: 'W1',
    how: 'whoever is signed in is sent the whole page',
    whom: 'lapsed',
    leak: wholePage,
  },
  {
    row: 'W1',
    how: 'an article for readers with an account is sent to everybody',
    whom: 'anonymous',
    which: ({ path: one }) => one === '/articles/wall-registered',
    leak:
      ({ wall, subscriber }) =>
      ({ asked, ask }) =>
        asked.path === wall.fixtures[3]?.path ? ask({ headers: [subscriber] }) : null,
  },
  {
    row: 'W1',
    how: 'a sentence stands in a header',
    whom: 'reader',
    leak: headed(({ sentence }) => [['X-Excerpt', encodeURIComponent(sentence)]]),
  },
  {
    row: 'W1',
    how: 'the ETag is made of gated words',
    whom: 'anonymous',
    leak: headed(({ sentinel }) => [['ETag', `"${sentinel}-1"`]]),
  },
  {
    row: 'W1',
    how: 'the preview has a sentence too many',
    whom: 'anonymous',
    leak: rewritten((text, { sentence }) =>
      text.replace(/(<div class="prose">[\s\S]*?)<\/div>/, `$1<p>${sentence}</p></div>`),
    ),
  },
  {
    row: 'W1',
    how: 'the preview has three words too many',
    whom: 'anonymous',
    finds: /has another preview/,
    leak: rewritten((text, { sentence }) =>
      text.replace(
        /(<div class="prose">[\s\S]*?)<\/div>/,
        `$1<p>${sentence.split(' ').slice(0, 3).join(' ')}</p></div>`,
      ),
    ),
  },
  {
    row: 'W1',
    how: 'the text is in the page in base64',
    whom: 'anonymous',
    leak: before(
      '</article>',
      ({ html }) => `<i data-rest="${Buffer.from(html).toString('base64')}"></i>`,
    ),
  },
  {
    row: 'W1',
    how: 'the text is in the page backwards',
    whom: 'lapsed',
    leak: before(
      '</article>',
      ({ sentence }) => `<p dir="rtl">${sentence.split('').toReversed().join('')}</p>`,
    ),
  },
  {
    row: 'W1',
    how: 'the text is in the page in rot13',
    whom: 'reader',
    leak: before('</article>', ({ sentence }) => `<p>${rot13(sentence)}</p>`),
  },
  {
    row: 'W1',
    how: 'a subscriber’s page may be kept by every cache',
    whom: 'subscriber',
    finds: /lacks private/,
    leak: headed(() => [['Cache-Control', 'public, max-age=60']]),
  },
  {
    row: 'W1',
    how: 'a subscriber’s page may be kept by the browser',
    whom: 'subscriber',
    finds: /lacks no-store/,
    leak: headed(() => [['Cache-Control', 'private, max-age=60']]),
  },
  {
    row: 'W1',
    how: 'a subscriber is sent the cut page',
    whom: 'subscriber',
    finds: /lacks “/,
    leak:
      ({ article }) =>
      ({ ask }) =>
        ask({ path: article.path, headers: [] }),
  },
  {
    row: 'W2',
    how: 'the text stands in a noscript',
    whom: 'reader',
    leak: before('</article>', ({ html }) => `<noscript>${html}</noscript>`),
  },
  {
    row: 'W2',
    how: 'what a subscriber may read stands in a script alone',
    whom: 'subscriber',
    finds: /lacks “/,
    leak: rewritten((text, { html }) =>
      text.replace(
        /(id="read-on"[\s\S]*?)<\/article>/,
        `id="read-on"></section><script>self.rest=${JSON.stringify(html)}</script></article>`,
      ),
    ),
  },
]

const payloads: Bite[] = [
  {
    row: 'W3',
    how: 'React’s payload has the part that the document lacks',
    whom: 'anonymous',
    leak: when(says('RSC'), flight),
  },
  {
    row: 'W3',
    how: 'a payload that is asked for again is not cut',
    whom: 'lapsed',
    leak: when(says('Next-Router-State-Tree', /refetch/), flight),
  },
  {
    row: 'W4',
    how: 'a prefetch is not cut',
    whom: 'reader',
    leak: when(says('Next-Router-Prefetch'), flight),
  },
  {
    row: 'W5',
    how: 'the segment of the page is handed out by itself',
    whom: 'lapsed',
    leak: when(says('Next-Router-Segment-Prefetch', /__PAGE__/), flight),
  },
  ...[
    { ends: '.json', type: 'application/json' },
    { ends: '.md', type: 'text/markdown' },
    { ends: '.txt', type: 'text/plain' },
    { ends: '.rsc', type: 'text/x-component' },
  ].map(({ ends, type }): Bite => ({
    row: 'W6',
    how: `the address with ${ends} answers with the article`,
    whom: 'anonymous',
    which: endsWith(ends).at,
    most: 4,
    leak: when(
      endsWith(`wall-early${ends}`).at,
      instead(type, ({ html }) => JSON.stringify({ html })),
    ),
  })),
  {
    row: 'W7',
    how: 'the data of the page has the article',
    whom: 'reader',
    which: ({ path: one }) => one.includes('wall-early'),
    leak: when(
      ({ path: one }) => one.startsWith('/_next/data/'),
      instead('application/json', ({ html }) => JSON.stringify({ pageProps: { html } })),
    ),
  },
  {
    row: 'W8',
    how: 'a request that says it comes from within is not checked',
    whom: 'anonymous',
    leak: when(
      says('x-middleware-subrequest', /^(src\/)?middleware(:(src\/)?middleware){4}$/),
      wholePage,
    ),
  },
  {
    row: 'W9',
    how: 'the class of a reader is believed that a header names',
    whom: 'reader',
    leak: when(says('x-reader-class', /subscriber/), wholePage),
  },
  {
    row: 'W9',
    how: 'a rendering that was put off is resumed for whoever asks',
    whom: 'anonymous',
    leak: when((asked) => asked.method === 'POST' && says('next-resume')(asked), flight),
  },
]

const addresses: Bite[] = [
  {
    row: 'W10',
    how: 'the check compares letters, the route does not',
    whom: 'anonymous',
    which: ({ path: one }) => /^\/articles\/wall-early/i.test(one) && one !== path,
    leak: when(({ path: one }) => /^\/ARTICLES\/|\/WALL-EARLY/.test(one), wholePage),
  },
  {
    row: 'W10',
    how: 'what follows a semicolon hides the address from the check',
    whom: 'anonymous',
    which: ({ path: one }) => one.includes(';'),
    leak: when(({ path: one }) => one.includes(';x'), wholePage),
  },
  {
    row: 'W10',
    how: 'a query names another article than the address',
    whom: 'anonymous',
    which: ({ path: one }) => one.includes('?nxtPslug='),
    finds: /another preview|another text/,
    leak: when(
      ({ path: one }) => one.startsWith(path) && one.includes('nxtPslug=wall-late'),
      () =>
        ({ ask }) =>
          ask({ path: '/articles/wall-late' }),
    ),
  },
  {
    row: 'W10',
    how: 'a subscriber’s page is kept under an odd spelling of its address',
    whom: 'subscriber',
    which: ({ path: one }) => one === `${path}?slug=`,
    leak: keptUnder(({ path: one }) => one),
  },
]

const requests: Bite[] = [
  {
    row: 'W11',
    how: 'a HEAD says how long the whole page is',
    whom: 'anonymous',
    which: ({ method }) => method === 'HEAD',
    finds: /another Content-Length/,
    leak: when(
      ({ method, path: one }) => method === 'HEAD' && one === path,
      ({ subscriber }) =>
        async ({ answer, ask }) =>
          withHeaders(answer, [
            ['Content-Length', headerOf(await ask({ headers: [subscriber] }), 'Content-Length')],
          ]),
    ),
  },
  {
    row: 'W11',
    how: 'a range is cut out of the whole page',
    whom: 'reader',
    which: ({ headers = [] }) => headers.some(([name]) => name === 'Range'),
    leak: when(says('Range', /bytes=0-/), ({ article, subscriber }) => async ({ ask }) => {
      const whole = await ask({ path: article.path, headers: [subscriber] })
      return withBody({ ...whole, status: 206 }, whole.body)
    }),
  },
  {
    row: 'W11',
    how: 'only a GET is checked',
    whom: 'lapsed',
    which: ({ method = '', path: one, byHand }) =>
      one === path && method !== 'HEAD' && method !== 'GET' && !byHand,
    most: 20,
    leak: when(({ method }) => method === 'POST' || method === 'PROPFIND', wholePage),
  },
  {
    row: 'W11',
    how: 'a subscriber and a stranger have one ETag',
    whom: 'anonymous',
    which: ({ headers = [], path: one, expect }) =>
      one === path && headers.length === 0 && expect === 'page',
    finds: /same ETag/,
    leak: headed(() => [['ETag', '"wall-early-7"']]),
  },
  {
    row: 'W11',
    how: '“you have it already” is said to a stranger with a subscriber’s ETag',
    whom: 'anonymous',
    which: ({ headers = [] }) => headers.some(([name]) => name === 'If-None-Match'),
    finds: /answered 304/,
    leak:
      ({ subscriber }) =>
      ({ asked, answer }) => {
        const isTheirs = asked.headers.some(([, value]) => value === subscriber[1])
        const tagged = isTheirs ? withHeaders(answer, [['ETag', '"theirs-7"']]) : answer
        return says('If-None-Match', /theirs-7/)(asked)
          ? withHeaders({ ...tagged, status: 304, body: Buffer.alloc(0) }, [['ETag', '"theirs-7"']])
          : tagged
      },
  },
  {
    row: 'W12',
    how: 'who wishes for Markdown is sent the source',
    whom: 'anonymous',
    leak: when(
      says('Accept', /markdown/),
      instead('text/markdown', ({ article }) => article.source),
    ),
  },
  {
    row: 'W12',
    how: 'what a script asks for comes as data',
    whom: 'lapsed',
    most: 60,
    leak: when(
      says('X-Requested-With'),
      instead('application/json', ({ html }) => JSON.stringify({ html })),
    ),
  },
]

/** An address that was taken from the request. */
const poisoned = before('</head>', () => '<link rel="canonical" href="https://evil.example/"/>')
const isPage = ({ path: one }: Probe) => one === path
/** The page under forged names, and the page that a stranger asks for after each. */
const isForwarded = ({ path: one, expect, headers = [] }: Probe) =>
  one === path && (expect === 'page' || headers.some(([name]) => /forwarded/i.test(name)))

const heads: Bite[] = [
  {
    row: 'W13',
    how: 'the name of the site is taken from the request',
    whom: 'anonymous',
    which: isForwarded,
    finds: /names evil\.example/,
    leak: when(says('X-Forwarded-Host', /evil/), poisoned),
  },
  {
    row: 'W13',
    how: 'an address that somebody sent is kept for whoever comes next',
    whom: 'subscriber',
    which: isForwarded,
    finds: /as anonymous: names evil\.example/,
    leak: (known) => {
      let isPoisoned = false
      return (passing) => {
        isPoisoned ||= says('Forwarded', /evil/)(passing.asked)
        return isPoisoned ? poisoned(known)(passing) : null
      }
    },
  },
  {
    row: 'W13',
    how: 'who speaks an older HTTP is sent the whole page',
    whom: 'reader',
    which: ({ byHand }) => byHand?.line === `GET ${path} HTTP/1.0`,
    leak: when(({ version }) => version === '1.0', wholePage),
  },
  {
    row: 'W14',
    how: 'a request for another protocol passes by the check',
    whom: 'anonymous',
    which: isPage,
    leak: when(says('Upgrade', /h2c/), wholePage),
  },
  {
    row: 'W14',
    how: 'a socket is opened for anybody',
    whom: 'anonymous',
    which: ({ path: one }) => one === '/ws',
    finds: /answered 101/,
    leak: when(
      ({ path: one }) => one === '/ws',
      () =>
        ({ answer }) => ({
          ...answer,
          status: 101,
          headers: [['Upgrade', 'websocket']],
          body: Buffer.alloc(0),
        }),
    ),
  },
]

export const transportBites: Bite[] = [...plain, ...payloads, ...addresses, ...requests, ...heads]

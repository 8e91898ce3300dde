/** Leaks inside a page, in what the build hands out and where something is wrong, for W15–W22. */
import { gzipSync } from 'node:zlib'
import { before, type Bite, headed, instead, path, rewritten, when } from './bite.ts'

const structured = (change: (data: string) => string) =>
  rewritten((text) =>
    text.replace(
      /(<script[^>]*ld\+json[^>]*>)([\s\S]*?)(<\/script>)/,
      (_, open: string, data: string, close: string) => open + change(data) + close,
    ),
  )

const data: Bite[] = [
  ...(['anonymous', 'subscriber'] as const).map((whom): Bite => ({
    row: 'W15',
    how: 'the data for search engines have the text',
    whom,
    leak: rewritten((text, { sentence, sentinel }) =>
      text.replace(
        '"@type":"NewsArticle"',
        `"@type":"NewsArticle","articleBody":${JSON.stringify(`${sentence} ${sentinel}`)}`,
      ),
    ),
    finds: /^LEAK .*same for all/m,
  })),
  {
    row: 'W15',
    how: 'the data for search engines say that all of it is free',
    whom: 'anonymous',
    finds: /truly whether it is free/,
    leak: structured((json) =>
      json.replace('"isAccessibleForFree":false', '"isAccessibleForFree":true'),
    ),
  },
  {
    row: 'W16',
    how: 'the page has React’s payload, and in it the text',
    whom: 'reader',
    leak: before(
      '</body>',
      ({ html }) => `<script>self.__next_f.push([1,${JSON.stringify(html)}])</script>`,
    ),
  },
  {
    row: 'W16',
    how: 'a sentinel is torn between two pieces of the payload',
    whom: 'anonymous',
    leak: before('</body>', ({ sentinel }) =>
      [sentinel.slice(0, 7), sentinel.slice(7)]
        .map((piece) => `<script>self.__next_f.push([1,"${piece}"])</script>`)
        .join(''),
    ),
  },
  {
    row: 'W16',
    how: 'a subscriber’s page keeps the text in a variable, too',
    whom: 'subscriber',
    finds: /^LEAK .*same for all/m,
    leak: before(
      '</body>',
      ({ html }) => `<script>self.state=${JSON.stringify({ html })}</script>`,
    ),
  },
]

const unshown: {
  how: string
  place: string
  piece: (sentence: string, sentinel: string) => string
}[] = [
  {
    how: 'the description is made of the whole text',
    place: '</head>',
    piece: (sentence) => `<meta name="description" content="${sentence}"/>`,
  },
  {
    how: 'Open Graph has a sentence of it',
    place: '</head>',
    piece: (sentence) => `<meta property="og:description" content="${sentence}"/>`,
  },
  {
    how: 'a gated picture is preloaded',
    place: '</head>',
    piece: (_, sentinel) => `<link rel="preload" as="image" href="/pictures/${sentinel}.webp"/>`,
  },
  {
    how: 'an attribute has it',
    place: '</article>',
    piece: (sentence) => `<div data-rest="${sentence}"></div>`,
  },
  {
    how: 'a comment has it',
    place: '</article>',
    piece: (sentence) => `<!-- ${sentence} -->`,
  },
  {
    how: 'a template has it',
    place: '</article>',
    piece: (sentence) => `<template><p>${sentence}</p></template>`,
  },
]

const outline: { how: string; piece: string; finds: RegExp }[] = [
  {
    how: 'a table of contents has the headings',
    piece: '<nav><a href="#a">A motor bought for another purpose</a></nav>',
    finds: /tells “A motor/,
  },
  {
    how: 'a note is named that is not there',
    piece: '<sup><a href="#fn1">1</a></sup>',
    finds: /leads nowhere/,
  },
  { how: 'it says how much there is', piece: '<p>7 min read</p>', finds: /how much there is/ },
  {
    how: 'a source is named that stands below the marker',
    piece: '<a href="https://sources.example/">Sources</a>',
    finds: /names sources\.example/,
  },
]

const pages: Bite[] = [
  ...unshown.map(({ how, place, piece }, at): Bite => ({
    row: 'W17',
    how,
    whom: at % 2 === 0 ? 'anonymous' : 'subscriber',
    finds: /^LEAK .*same for all/m,
    leak: before(place, ({ sentence, sentinel }) => piece(sentence, sentinel)),
  })),
  ...outline.map(({ how, piece, finds }, at): Bite => ({
    row: 'W18',
    how,
    whom: at % 2 === 0 ? 'anonymous' : 'lapsed',
    finds,
    leak: before('</article>', () => piece),
  })),
  {
    row: 'W18',
    how: 'a list shows the headings of each article',
    whom: 'reader',
    which: ({ path: one }) => one === '/sections/work',
    finds: /tells “A motor/,
    leak: before('</main>', () => '<p>A motor bought for another purpose</p>'),
  },
  {
    row: 'W19',
    how: 'lines of nothing are blurred where the text would stand',
    whom: 'anonymous',
    finds: /hides a part/,
    leak: before('</article>', () => '<p class="blur-sm select-none">Lorem ipsum dolor</p>'),
  },
  {
    row: 'W19',
    how: 'the text is hidden in the document',
    whom: 'lapsed',
    leak: before('</article>', ({ html }) => `<section hidden>${html}</section>`),
  },
  {
    row: 'W19',
    how: 'something packed is carried along',
    whom: 'reader',
    finds: /something encoded|carries a part/,
    leak: before(
      '</article>',
      ({ html }) => `<input type="hidden" value="${gzipSync(html).toString('base64')}"/>`,
    ),
  },
]

const isScript = ({ path: one }: { path: string }) => one.endsWith('.js')

const files: Bite[] = [
  {
    row: 'W20',
    how: 'a bundle holds the article',
    whom: 'anonymous',
    which: isScript,
    most: 2,
    leak: when(
      isScript,
      rewritten((text, { html }) => `${text};self.rest=${JSON.stringify(html)}`),
    ),
  },
  {
    row: 'W20',
    how: 'a bundle holds a query of the server',
    whom: 'anonymous',
    which: isScript,
    most: 2,
    finds: /holds article_gated/,
    leak: when(
      isScript,
      rewritten((text) => `${text};"select html from article_gated"`),
    ),
  },
  {
    row: 'W20',
    how: 'a bundle names its map, and the map is there',
    whom: 'anonymous',
    which: ({ path: one }) => one.endsWith('.js.map'),
    most: 2,
    finds: /answered 200/,
    leak: when(
      ({ path: one }) => one.endsWith('.js.map'),
      instead('application/json', () => '{"version":3,"sources":["page.tsx"]}'),
    ),
  },
  {
    row: 'W20',
    how: 'a file that the build wrote for a page is handed out',
    whom: 'reader',
    which: ({ path: one }) => one.includes('wall-early.html'),
    leak: when(
      ({ path: one }) => one.includes('wall-early.html'),
      instead('text/html', ({ html }) => html),
    ),
  },
  {
    row: 'W20',
    how: 'a file of the checkout is handed out',
    whom: 'anonymous',
    which: ({ path: one }) => one.includes('.env'),
    finds: /answered 200/,
    leak: when(
      ({ path: one }) => one === '/.env',
      instead('text/plain', () => 'AUTH_SECRET=x'),
    ),
  },
]

const isNowhere = ({ path: one }: { path: string }) => one === '/nothing/here'

const errors: Bite[] = [
  {
    row: 'W22',
    how: 'a page that is not there suggests an article, with its text',
    whom: 'anonymous',
    which: isNowhere,
    leak: when(
      isNowhere,
      before('</main>', ({ html }) => `<h2>Did you mean</h2>${html}`),
    ),
  },
  {
    row: 'W22',
    how: 'a fault tells the query that failed, and its row',
    whom: 'lapsed',
    which: ({ path: one }) => one === `${path}%`,
    leak: when(
      ({ path: one }) => one === `${path}%`,
      instead(
        'text/plain',
        ({ sentence }) => `Failed query: select "html"\nrow: (1, ${sentence})`,
        500,
      ),
    ),
  },
  {
    row: 'W22',
    how: 'a fault tells where in the code it happened',
    whom: 'anonymous',
    which: isNowhere,
    finds: /says node_modules/,
    leak: when(
      isNowhere,
      instead('text/plain', () => 'at run (/srv/node_modules/next/a.js:1:1)', 500),
    ),
  },
  {
    row: 'W22',
    how: 'a refusal is kept for everybody',
    whom: 'reader',
    which: isNowhere,
    finds: /is kept: public/,
    leak: when(
      isNowhere,
      headed(() => [['Cache-Control', 'public, max-age=600']]),
    ),
  },
]

/** What anybody can send who has read the page: the id of an action, and fields of their own. */
const names = (text: string) => (asked: { method: string; body: Buffer }) =>
  asked.method === 'POST' && asked.body.includes(text)

const actions: Bite[] = [
  {
    row: 'W21',
    how: 'an action says of a form that nothing stands in it',
    whom: 'anonymous',
    which: ({ path: one, headers = [] }) =>
      one === '/sign-in' && headers.some(([name]) => name === 'Next-Action'),
    finds: /without a form/,
    leak: when(
      names('_1_email'),
      instead('text/x-component', () => '1:{"problem":"Enter your e-mail address."}\n'),
    ),
  },
  {
    row: 'W21',
    how: 'an action answers React with the article that its form names',
    whom: 'anonymous',
    which: ({ headers = [] }) => headers.some(([name]) => name === 'Next-Action'),
    most: 12,
    leak: when(
      names('name="_1_slug"\r\n\r\nwall-early'),
      instead('text/x-component', ({ html }) => `1:${JSON.stringify({ html })}\n`),
    ),
  },
  {
    row: 'W21',
    how: 'an action takes arguments that no form has',
    whom: 'reader',
    which: ({ body = '' }) => body.includes('"fields":"*"'),
    most: 12,
    leak: when(
      names('"fields":"*"'),
      instead('text/x-component', ({ sentence }) => `1:${JSON.stringify({ sentence })}\n`),
    ),
  },
  {
    row: 'W21',
    how: 'the page that a form without scripts leads to has the article',
    whom: 'lapsed',
    which: ({ body = '' }) => body.includes('name="slug"'),
    most: 12,
    leak: when(
      names('name="slug"\r\n\r\nwall-early'),
      instead('text/html', ({ html }) => html),
    ),
  },
]

export const pageBites: Bite[] = [...data, ...pages, ...files, ...actions, ...errors]

/** Leaks in what else the site hands out, for W34–W36, W38, W39, W46 and W47. */
import { crc32 } from 'node:zlib'
import { before, type Bite, headed, instead, path, rewritten, when } from './bite.ts'
import { type Asked, askedHeader } from './leaky.ts'
import type { Probe } from './matrix.ts'
import type { Answer } from './request.ts'

type At = (one: Pick<Probe, 'path'>) => boolean
const at =
  (...paths: string[]): At =>
  ({ path: one }) =>
    paths.includes(one)

/** A leak at one address, found by what the row asks there. */
const there = (
  paths: string[],
  rest: Pick<Bite, 'row' | 'how' | 'whom' | 'leak'> & Partial<Bite>,
): Bite => ({ which: at(...paths), ...rest, leak: when(at(...paths), rest.leak) })

const json = instead('application/json', ({ html }) => JSON.stringify({ html }))

const lists: Bite[] = [
  there(['/feed.xml'], {
    row: 'W34',
    how: 'the feed has the whole text of each article',
    whom: 'anonymous',
    leak: before('</item>', ({ html }) => `<content:encoded><![CDATA[${html}]]></content:encoded>`),
  }),
  there(['/feed.xml?full=1'], {
    row: 'W34',
    how: 'the feed has more for whoever asks for it in full',
    whom: 'reader',
    leak: before('</item>', ({ html }) => `<description><![CDATA[${html}]]></description>`),
  }),
  there(['/feed.json'], {
    row: 'W34',
    how: 'another feed was forgotten',
    whom: 'anonymous',
    leak: instead('application/feed+json', ({ html }) =>
      JSON.stringify({ items: [{ content_html: html }] }),
    ),
  }),
  there(['/feed.xml'], {
    row: 'W34',
    how: 'a subscriber’s feed is for nobody else and is kept for everybody',
    whom: 'subscriber',
    leak: before('</item>', ({ sentence }) => `<description>${sentence}</description>`),
  }),
  there(['/authors/wall-keeper/feed.json'], {
    row: 'W34',
    how: 'the feed of an author says more than that of everything',
    whom: 'lapsed',
    leak: before('"summary":', ({ sentence }) => `"content_html":${JSON.stringify(sentence)},`),
  }),
  there(['/sitemaps/2026-11.xml'], {
    row: 'W35',
    how: 'the sitemap has the captions of gated pictures',
    whom: 'anonymous',
    leak: before(
      '</url>',
      ({ article, sentinel }) =>
        `<image:image><image:loc>${article.pictures[0]}</image:loc><image:caption>${sentinel}</image:caption></image:image>`,
    ),
  }),
  there(['/llms.txt', '/llms-full.txt'], {
    row: 'W35',
    how: 'a file for machines has the articles whole',
    whom: 'anonymous',
    leak: instead('text/plain', ({ article }) => article.source),
  }),
  there(['/news-sitemap.xml'], {
    row: 'W35',
    how: 'the sitemap of the news has keywords out of the text',
    whom: 'lapsed',
    leak: before('</urlset>', ({ sentence }) => `<news:keywords>${sentence}</news:keywords>`),
  }),
  there(['/authors/wall-keeper'], {
    row: 'W38',
    how: 'the card of an article has its first gated sentence',
    whom: 'anonymous',
    leak: before('</main>', ({ sentence }) => `<p>${sentence}</p>`),
  }),
  there(['/sections/work/?page=1', '/sections/work'], {
    row: 'W38',
    how: 'a list has more for subscribers',
    whom: 'subscriber',
    leak: before('</main>', ({ html }) => html),
  }),
  {
    row: 'W38',
    how: 'what a page says of others is made of their whole text',
    whom: 'subscriber',
    which: ({ path: one }) => one === '/articles/wall-free',
    finds: /^LEAK .*same for all/m,
    leak: rewritten((text, { sentence }) =>
      text.replace(/(<h2 id="(?:related|latest)"[^>]*>)/, `$1<p>${sentence}</p>`),
    ),
  },
]

const apis: Bite[] = [
  there(['/api/articles/wall-early'], {
    row: 'W36',
    how: 'there is an API of articles, and it is not cut',
    whom: 'anonymous',
    most: 2,
    leak: json,
  }),
  {
    row: 'W36',
    how: 'an API adds the fields that it is asked for',
    whom: 'reader',
    which: ({ path: one }) => one.startsWith('/api/me?'),
    leak: when(({ path: one }) => /[?&]fields=\*|include=gated/.test(one), json),
  },
  {
    row: 'W36',
    how: 'a query language is answered without the check',
    whom: 'lapsed',
    which: ({ path: one, method }) => one === '/graphql' && method === 'POST',
    leak: when(({ method, path: one }) => method === 'POST' && one === '/graphql', json),
  },
]

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A picture of one point, with these words in it, as programs write what a picture is called. */
export function pngWith(words: string): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from('00000001000000010800000000', 'hex')),
    chunk('tEXt', Buffer.from(`Title\0${words}`)),
    chunk('IDAT', Buffer.from('789c6360000000020001', 'hex')),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const isPassedOn: At = ({ path: one }) => one.startsWith('/_next/image?url=https')

const pictures: Bite[] = [
  there([`${path}/opengraph-image.png`], {
    row: 'W39',
    how: 'the picture that is drawn of an article says what stands in it',
    whom: 'anonymous',
    leak: instead('image/png', ({ sentence }) => pngWith(sentence)),
  }),
  {
    row: 'W39',
    how: 'a gated picture is handed on to whoever knows its address',
    whom: 'reader',
    which: isPassedOn,
    finds: /answered 200/,
    leak: when(
      isPassedOn,
      instead('image/png', () => pngWith('A picture')),
    ),
  },
]

const isRouters = (asked: Asked) => askedHeader(asked, 'RSC') !== ''

/** Keeps what React's router was sent, and what a browser was, under the same address. */
const mixedUp =
  (keeps: (asked: Asked) => boolean): Bite['leak'] =>
  () => {
    const kept = new Map<string, Answer>()
    return ({ asked, answer }) => {
      const [address = ''] = asked.path.split('?')
      if (keeps(asked) && answer.status === 200) kept.set(address, answer)
      return kept.get(address) ?? null
    }
  }

const caches: Bite[] = [
  {
    row: 'W46',
    how: 'a browser is sent what was kept for React’s router',
    whom: 'anonymous',
    which: ({ path: one }) => one.startsWith('/gift'),
    finds: /is no document/,
    leak: mixedUp(isRouters),
  },
  {
    row: 'W46',
    how: 'a payload is called a document',
    whom: 'reader',
    which: ({ path: one }) => one.startsWith('/gift'),
    finds: /one kind of answer/,
    leak: when(
      isRouters,
      headed(() => [['Content-Type', 'text/html; charset=utf-8']]),
    ),
  },
  {
    row: 'W46',
    how: 'an article is answered to React’s router, uncut',
    whom: 'anonymous',
    leak: when(
      isRouters,
      instead('text/x-component', ({ html }) => `1:${JSON.stringify(html)}`),
    ),
  },
  {
    row: 'W47',
    how: 'a page for all caches sets a cookie',
    whom: 'anonymous',
    most: 2,
    finds: /sets a cookie/,
    leak: headed(() => [
      ['Set-Cookie', 'seen=1; Path=/'],
      ['Cache-Control', 'public, max-age=60'],
    ]),
  },
  {
    row: 'W47',
    how: 'a session’s cookie is set without a word about caches',
    whom: 'reader',
    which: at('/'),
    finds: /sets a cookie/,
    leak:
      () =>
      ({ answer }) => ({
        ...answer,
        headers: [
          ...answer.headers.filter(([name]) => name.toLowerCase() !== 'cache-control'),
          ['Set-Cookie', 'session=1; Path=/'],
        ],
      }),
  },
  {
    row: 'W47',
    how: 'the page of an account may be kept for everybody',
    whom: 'reader',
    which: at('/account'),
    finds: /belongs to a person/,
    leak: headed(() => [['Cache-Control', 'public, max-age=60']]),
  },
]

export const outputBites: Bite[] = [...lists, ...apis, ...pictures, ...caches]

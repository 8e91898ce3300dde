/** W56: the pictures that stand for articles where links to them are shown. */
import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { type Answer, type Ask, headerOf, send, several } from './request.ts'
import { withOwner } from './sql.ts'
import { states, type Viewer } from './viewers.ts'

export const cardsLine = {
  number: 'W56',
  title: 'share cards',
  sends:
    'the picture that the head of each article names, and what is said of it there: its words, and what stands in its file beside the pixels; the addresses of pictures of a draft, of articles dated ahead and withdrawn, and others near them',
}

const metaOf = (html: string, property: string) =>
  new RegExp(`<meta property="${property}" content="([^"]*)"`).exec(html)?.[1] ?? ''

const pathOf = (html: string) => {
  const address = metaOf(html, 'og:image')
  return URL.canParse(address) ? new URL(address).pathname : ''
}

/** The head of each article, and the picture that it names, as each viewer. */
export async function cardsOfArticles(wall: Wall, viewers: Viewer[]): Promise<Judgement[]> {
  const paths = new Set<string>()
  for (const { path } of wall.fixtures) paths.add(await printedCardOf(wall, path))
  const asked = viewers.flatMap((viewer) => [
    ...wall.fixtures.map((article): [Viewer, Probe] => [
      viewer,
      {
        article,
        path: article.path,
        expect: 'page',
        check: ({ body }) => saysOnly(body.toString(), article.title),
      },
    ]),
    ...[...paths].flatMap((path) =>
      ways(path).map((way): [Viewer, Probe] => [
        viewer,
        { ...way, expect: 'public', check: (answer) => isCard(answer, way) },
      ]),
    ),
  ])
  return several(asked, 4, ([viewer, probe]) => knock(wall, viewer, probe))
}

/** Cards are printed some seconds after an article is published: until then the head names another. */
export async function printedCardOf(wall: Wall, path: string): Promise<string> {
  const own = async () => {
    const [article, front] = [
      await send({ path }, wall.agent),
      await send({ path: '/' }, wall.agent),
    ]
    const card = pathOf(article.body.toString())
    return card === pathOf(front.body.toString()) ? '' : card
  }
  await expect.poll(own, { timeout: 60_000 }).toMatch(/^\/cards\/[0-9a-f]{32}\.png$/)
  return own()
}

/** Publication, section and headline, and nothing after it. */
function saysOnly(html: string, title: string): string[] {
  const alt = metaOf(html, 'og:image:alt').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
  return /^The Leadline(?:, [\w ]+)?: /.test(alt) && alt.endsWith(`: ${title}`)
    ? []
    : [`says of its picture “${alt}”`]
}

const ways = (path: string): Ask[] => [
  { path },
  { path: `${path}?full=1` },
  { path, method: 'HEAD' },
  { path, headers: [['User-Agent', 'facebookexternalhit/1.1']] },
]

/** The kinds of part that a PNG needs to be seen. Others hold words. */
const seen = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'pHYs'])

function isCard(answer: Answer, { method }: Ask): string[] {
  const { status, body } = answer
  const cache = headerOf(answer, 'Cache-Control')
  return [
    ...(status === 200 ? [] : [`answered ${status}`]),
    ...(headerOf(answer, 'Content-Type') === 'image/png' ? [] : ['is no PNG']),
    ...(cache.startsWith('public,') ? [] : [`its Cache-Control is “${cache}”`]),
    ...(method === 'HEAD' ? [] : partsOf(body))
      .filter((part) => !seen.has(part))
      .map((part) => `has a part ${part} beside its pixels`),
  ]
}

function partsOf(png: Buffer): string[] {
  const parts: string[] = []
  for (let at = 8; at + 8 <= png.length; at += 12 + png.readUInt32BE(at))
    parts.push(png.toString('latin1', at + 4, at + 8))
  return parts
}

const hidden = [
  { status: 'draft', days: -1 },
  { status: 'published', days: 400 },
  { status: 'scheduled', days: 400 },
  { status: 'withdrawn', days: -1 },
] as const

/** Writes articles that are not public, each with a card: as if what takes cards away had been forgotten. */
async function writeHiddenCards(): Promise<string[]> {
  return withOwner(async (owner) => {
    const paths: string[] = []
    for (const { status, days } of hidden) {
      const hash = randomBytes(16).toString('hex')
      await owner`
        with hidden as (
          insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                               access_level, has_gated_part, status, published_at)
          values (${`wall-card-${hash}`}, 'A card of nobody', '', '', '', '', 0, 'free', false, ${status},
                  now() + ${days} * interval '1 day') returning id)
        insert into share_card (article_id, hash, look, png) select id, ${hash}, 'wall', 'a card' from hidden`
      paths.push(`/cards/${hash}.png`)
    }
    return paths
  })
}

/** The addresses of cards that nobody may see, as each viewer: as if there were none. */
export async function cardsOfNobody(wall: Wall, viewers: Viewer[]): Promise<Judgement[]> {
  const paths = await writeHiddenCards()
  try {
    const none = await send({ path: `/cards/${'0123456789abcdef'.repeat(2)}.png` }, wall.agent)
    const near = paths.flatMap((path) => [
      path.replace('.png', '.jpg'),
      path.replace('.png', ''),
      `/articles${path}`,
      `/cards/./${path.slice('/cards/'.length)}`,
      `/_next/image?url=${encodeURIComponent(path)}&w=640&q=75`,
    ])
    const asked = viewers.flatMap((viewer) => [
      ...paths
        .flatMap((path) => ways(path))
        .map((way): [Viewer, Probe] => [
          viewer,
          { ...way, expect: 'public', check: (answer) => isNothing(answer, none) },
        ]),
      ...near.map((path): [Viewer, Probe] => [
        viewer,
        {
          path,
          expect: 'public',
          check: ({ status }) => (status === 308 || status >= 400 ? [] : [`answered ${status}`]),
        },
      ]),
    ])
    return await several(asked, 4, ([viewer, probe]) => knock(wall, viewer, probe))
  } finally {
    await withOwner((owner) => owner`delete from article where slug like 'wall-card-%'`)
  }
}

function isNothing({ status, body }: Answer, none: Answer): string[] {
  if (status !== 404) return [`answered ${status}`]
  return body.length === 0 || body.equals(none.body)
    ? []
    : ['is answered otherwise than where there is none']
}

/** All of it, as every viewer. */
export async function tryCards(wall: Wall): Promise<Judgement[]> {
  const viewers = states.map((state) => wall.viewers[state])
  return [...(await cardsOfArticles(wall, viewers)), ...(await cardsOfNobody(wall, viewers))]
}

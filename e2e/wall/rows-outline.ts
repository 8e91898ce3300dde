/** W18 and W19: what a cut page could tell about the part that it leaves out. */
import type { Fixture } from './fixtures.ts'
import type { Probe, Row } from './matrix.ts'
import type { Answer } from './request.ts'
import { pathsOf } from './routes.ts'
import { stories } from './stories.ts'
import { mayRead, type Viewer } from './viewers.ts'
import { wordsOf } from './words.ts'

const together = (text: string) => wordsOf(text).join(' ')

/** Too short for the oracle, and still no one's to see: what an outline would be made of. */
const short = ({ slug }: Fixture) =>
  Object.entries(stories)
    .filter(([kind]) => slug === `wall-${kind}`)
    .flatMap(([, { heading, film }]) => [heading, film])

/** Where the articles of the wall lead below their markers, and nothing else on the site does. */
const hostsBelow = ['sources.example', 'pictures.example', 'youtube.com', 'youtube-nocookie.com']

/** No heading and no title of a film that stands below the marker, written out or as an address. */
function outlined(article: Fixture): (answer: Answer) => string[] {
  return (answer) => {
    const said = ` ${together(answer.body.toString())} `
    return short(article)
      .filter((text) => said.includes(` ${together(text)} `))
      .map((text) => `tells “${text}”`)
  }
}

const idsOf = (html: string) => [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)

/** A cut page: no place, note or address of what is not there, and no measure of it. */
function cutPage(article: Fixture): (answer: Answer) => string[] {
  return (answer) => {
    const html = answer.body.toString()
    const ids = new Set(idsOf(html))
    const nowhere = [...html.matchAll(/href="#([^"]+)"/g)].filter(([, id = '']) => !ids.has(id))
    const [, main = ''] = /<article\b[^>]*>([\s\S]*?)<\/article>/.exec(html) ?? []
    const headings = [...main.matchAll(/<h[1-6]\b/g)]
    const measured =
      /wordCount|timeRequired|articleBody|\bmin(?:ute)?s? read\b|words? (?:left|more)/i
    return [
      ...outlined(article)(answer),
      ...nowhere.map(([whole]) => `has ${whole}, which leads nowhere`),
      ...hostsBelow.filter((host) => html.includes(host)).map((host) => `names ${host}`),
      // Its own, and the one of the block at the cut.
      ...(headings.length === 2 ? [] : [`has ${headings.length} headings`]),
      ...(/\bfn\d|footnote|<sup\b/i.test(main) ? ['has a note'] : []),
      ...(measured.test(html) ? ['says how much there is'] : []),
    ]
  }
}

/** By what a page makes text unseen, in mark-up of its own. */
const unseen =
  /\b(?:hidden|inert|aria-hidden="true"|sr-only|invisible|opacity-0|blur(?:-\w+)?|select-none|line-clamp-\d)\b|(?:filter|opacity|visibility|display|clip(?:-path)?|max-height|height|-webkit-mask|mask(?:-image)?|color)\s*:/

/** Between the preview and the end of the article stand the block at the cut and public lines; all to be seen. */
function afterTheCut(answer: Answer): string[] {
  const html = answer.body.toString()
  const [, main = ''] = /<article\b[^>]*>([\s\S]*?)<\/article>/.exec(html) ?? []
  const after = main.slice(main.indexOf('id="subscribe-to-read-on"'))
  const shown = after.replace(/<svg\b[\s\S]*?<\/svg>/g, '')
  const tags = [...shown.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag)
  return [
    ...tags.filter((tag) => unseen.test(tag)).map((tag) => `hides a part: ${tag}`),
    ...tags
      .filter((tag) =>
        /\sdata-|^<(?:script|template|noscript|iframe|object|textarea|input|img|canvas|style)\b/i.test(
          tag,
        ),
      )
      .map((tag) => `carries a part: ${tag}`),
    ...(/[\w+/=-]{60,}/.exec(shown) ?? []).map((run) => `has something encoded: ${run}`),
    ...(/<!--(?!\s*-->)/.test(shown) ? ['has a comment'] : []),
  ]
}

const cutFor = ({ state }: Viewer, { level }: Fixture) => !mayRead(state, level)

/** Lists and files where an article is named for everybody. */
const lists = () => [
  ...pathsOf('feed'),
  '/',
  '/sections/work',
  '/topics/measurement',
  '/regions/north-sea',
  '/authors/wall-keeper',
  '/search?q=bell',
]

export const outlineRows: Row[] = [
  {
    number: 'W18',
    title: 'no outline',
    sends:
      'the page and every list; for who may not read, no heading, note, address or measure of what is below the marker',
    probes: ({ fixtures }, viewer) => [
      ...fixtures
        .filter((article) => cutFor(viewer, article))
        .map((article): Probe => ({
          article,
          path: article.path,
          expect: 'page',
          check: cutPage(article),
        })),
      ...lists().map((path): Probe => ({
        path,
        expect: 'public',
        check: (answer) =>
          fixtures.filter(({ kind }) => kind !== 'free').flatMap((one) => outlined(one)(answer)),
      })),
    ],
  },
  {
    number: 'W19',
    title: 'nothing hidden after the cut',
    sends:
      'the page; for who may not read, all that stands after the preview can be seen, and none of it carries data',
    probes: ({ fixtures }, viewer) =>
      fixtures.map((article): Probe => ({
        article,
        path: article.path,
        expect: 'page',
        check: cutFor(viewer, article) ? afterTheCut : () => [],
      })),
  },
]

/** W19: a cut page is the same, byte for byte, whatever stands below its marker. */
import { expect } from '@playwright/test'
import type { Fixture } from './fixtures.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { previewOf } from './page.ts'
import { publish } from './publish.ts'
import { type Header, send } from './request.ts'
import { printedCardOf } from './share-cards.ts'
import type { Viewer } from './viewers.ts'

/** Where it is named beside its own page. */
const lists = ['/authors/wall-keeper', '/feed.xml']

const times =
  /<time\b[\s\S]*?<\/time>|\d{4}-\d\d-\d\dT[\d:.]+Z|<pubDate>[^<]*|<lastBuildDate>[^<]*/g

/**
 * Of an answer what is about this article: of its page all but the foot, of a list its line. The others
 * may change meanwhile. When it was written is no secret.
 */
function ownPart(path: string, text: string, isPage: boolean): string {
  const lines = text.match(/<item>[\s\S]*?<\/item>|<article\b[\s\S]*?<\/article>/g) ?? []
  const page = text.replace(/<style\b[\s\S]*?<\/style>/g, '').split('</article>', 1)
  const own = isPage ? page : lines.filter((line) => line.includes(path))
  return own.join('\n').replaceAll(times, '')
}

/**
 * Publishes one article with the part below its marker long and full of everything, and with one sentence
 * there: whoever may not read it is sent the same both times, and so are readers of lists.
 */
export async function samePage(wall: Wall): Promise<Judgement[]> {
  const { anonymous, reader, lapsed } = wall.viewers
  const viewers = [anonymous, reader, lapsed]
  const long = wall.moving('subscriber')
  const marker = '<!--paywall-->'
  const above = long.source.slice(0, long.source.indexOf(marker))
  const brief = { ...long, source: `${above}${marker}\n\n<p>That is all.</p>` }
  // Before the first that is judged there is one, so that both were written anew.
  await publish([long])
  await untilListed(wall, long, viewers)
  await printedCardOf(wall, long.path)
  const sent = new Map<string, string>()
  const judged: Judgement[] = []
  for (const article of [brief, long]) {
    await publish([article])
    const shown = await send({ path: article.path }, wall.agent)
    wall.previews.set(article.path, previewOf(shown.body.toString()))
    for (const viewer of viewers)
      for (const probe of probesOf(article, viewer, sent))
        judged.push(await knock(wall, viewer, probe))
  }
  await publish([wall.moving('withdrawn')])
  return judged
}

/** Lists are told a moment after the commit. */
async function untilListed(wall: Wall, { path }: Fixture, viewers: Viewer[]): Promise<void> {
  for (const list of lists)
    for (const { cookie } of viewers)
      await expect
        .poll(async () => {
          const headers: Header[] = cookie ? [['Cookie', `${cookie.name}=${cookie.value}`]] : []
          return (await send({ path: list, headers }, wall.agent)).body.includes(path)
        })
        .toBe(true)
}

/** Compares what this viewer is sent with what they were sent before. */
function probesOf(article: Fixture, { state }: Viewer, sent: Map<string, string>): Probe[] {
  const compare =
    (at: string): Probe['check'] =>
    ({ body }) => {
      const part = ownPart(article.path, body.toString(), at === article.path)
      const before = sent.get(`${state} ${at}`) ?? part
      sent.set(`${state} ${at}`, part)
      if (!part.includes(article.title)) return ['does not name the article']
      return before === part ? [] : ['depends on what stands below the marker']
    }
  return [
    { article, path: article.path, expect: 'page', check: compare(article.path) },
    ...lists.map((list): Probe => ({ path: list, expect: 'public', check: compare(list) })),
  ]
}

/** W41: comments of articles that the viewer may not read, by every way to them. */
import { forgeForm } from '../support/actions.ts'
import { stack } from '../support/stack.ts'
import { personOf } from './person.ts'
import type { Fixture } from './fixtures.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { type Answer, type Header, headerOf, send, several } from './request.ts'
import { routerAsks } from './rows-transport.ts'
import { pathsOf } from './routes.ts'
import { type Said, sayAs, sayUnder, standingUnder, takeAllBack } from './said-by-readers.ts'
import type { Line } from './tally.ts'
import { mayRead, states, type Viewer } from './viewers.ts'

export const commentsLine: Line = {
  number: 'W41',
  title: 'comments',
  sends:
    'comments that quote what is gated, under each article: at the article, their pages and threads, in every order, as documents and as payloads; where one writes, answers, changes and reports; in every list, feed, search and API; by forms of who may not. Shown to who may read the article, counted for nobody else; what is held or removed, to nobody',
}

const nobody = '0190b0e0-0000-7000-8000-000000000000'

/** Says everything, tries everything as every viewer, and takes it back. */
export async function tryComments(wall: Wall): Promise<Judgement[]> {
  const gated = wall.fixtures.filter(({ level }) => level !== 'free')
  const judged: Judgement[] = []
  try {
    const silent = await readAsRefused(wall, gated)
    const said = await sayUnder(wall.mark, gated)
    for (const state of states) {
      const viewer = wall.viewers[state]
      const probes = [
        ...said.flatMap((one) => [...placesOf(one, viewer), ...pagesAbout(one, viewer)]),
        ...elsewhere(),
      ]
      judged.push(...(await several(probes, 4, (probe) => knock(wall, viewer, probe))))
      judged.push(...(await sendForms(wall, viewer, said)))
    }
    judged.push(await sameAsSilent(wall, gated, silent), await ownWordsOfLapsed(wall, said))
  } finally {
    await takeAllBack(gated)
  }
  return judged
}

const asRouter: Header[][] = [
  {},
  { prefetch: '1' },
  { prefetch: '1', segment: '/_tree' },
  { segment: '/_full' },
].map((flight) => routerAsks(flight).headers)

/** Where comments stand: shown to who may read, and a way back to the article for everybody else. */
export function placesOf({ article, ids, words }: Said, { state }: Viewer): Probe[] {
  const { path } = article
  const all = `${path}/comments`
  const may = mayRead(state, article.level)
  const shows = (which: ('comment' | 'answer')[]) => (answer: Answer, text: string) =>
    may
      ? which.filter((one) => !text.includes(words[one])).map((one) => `lacks the ${one}`)
      : leadsBack(answer, path)
  const at = (one: string, which: ('comment' | 'answer')[], headers?: Header[]): Probe => ({
    path: one,
    ...(headers ? { headers } : {}),
    expect: may ? 'page' : 'public',
    check: (answer) => shows(which)(answer, answer.body.toString()),
  })
  const plain: Probe[] = [
    at(all, ['comment', 'answer']),
    at(`${all}?order=oldest`, ['comment', 'answer']),
    at(`${all}?show=picks`, ['comment']),
    at(`${all}?thread=${ids.comment}`, ['comment', 'answer']),
    // Not the spelling under which it is kept, and the same page.
    at(`${all}/`, ['comment', 'answer']),
    ...asRouter.map((headers) => at(all, ['comment', 'answer'], headers)),
    ...asRouter.map((headers) => at(`${all}?_rsc=abcde`, ['comment', 'answer'], headers)),
  ]
  // Who may not read cannot tell one that is there from one that is not.
  const asked = [ids.held, ids.removed, ids.answer, nobody, 'x'].map((id) => `${all}?thread=${id}`)
  const other = [...asked, `${all}?page=2`, `${all}?page=999`, `${all}?show=none`].map(
    (one): Probe => ({
      path: one,
      expect: 'public',
      check: (answer) => (may ? isGone(answer) : leadsBack(answer, path)),
    }),
  )
  const spelled = ['.rsc', '.json', '.txt', '/feed.xml', '.segments/_full.segment.rsc', '%00', '//']
  return [
    ...plain,
    ...other,
    ...['HEAD', 'POST', 'OPTIONS', 'QUERY'].map((method): Probe => ({
      path: all,
      method,
      expect: 'public',
    })),
    ...spelled.map((ending): Probe => ({ path: all + ending, expect: 'public', check: isNoPage })),
    {
      article,
      path,
      expect: 'page',
      check: ({ body }) => articleShows(body.toString(), may, words),
    },
    ...asRouter.map((headers): Probe => ({ article, path, headers, expect: 'page' })),
  ]
}

const leadsBack = (answer: Answer, path: string) =>
  answer.status === 307 && headerOf(answer, 'Location') === path && answer.body.length === 0
    ? []
    : [`answered ${answer.status} with ${answer.body.length} bytes, not the way to the article`]

const isGone = ({ status }: Answer) => (status === 404 ? [] : [`answered ${status}`])
const isNoPage = ({ status }: Answer) => (status >= 300 ? [] : [`answered ${status}`])

function articleShows(html: string, may: boolean, words: Said['words']): string[] {
  if (may) return html.includes(words.comment) ? [] : ['lacks the comment']
  return html.includes('comment-') || html.includes('/comments')
    ? ['says something of comments']
    : []
}

/** Where one writes, answers, reports and changes: the same, for who may not read, as if nothing were there. */
function pagesAbout({ article, ids, words }: Said, { state }: Viewer): Probe[] {
  const may = mayRead(state, article.level)
  const write = `/comments/write?article=${article.slug}`
  const quoting = (path: string, word: string): Probe => ({
    path,
    expect: may ? 'page' : 'public',
    check: ({ body }) => (!may || body.includes(word) ? [] : ['does not show what it is about']),
  })
  return [
    { path: write, expect: 'public' },
    quoting(`${write}&reply=${ids.comment}`, words.comment),
    quoting(`${write}&reply=${ids.answer}`, words.answer),
    quoting(`/comments/report?comment=${ids.comment}`, words.comment),
    ...[ids.held, ids.removed].flatMap((id): Probe[] => [
      { path: `${write}&reply=${id}`, expect: 'public' },
      { path: `/comments/report?comment=${id}`, expect: 'public' },
    ]),
    // An answer to what stands under another article.
    { path: `/comments/write?article=wall-free&reply=${ids.comment}`, expect: 'public' },
    ...Object.values(ids).flatMap((id): Probe[] => [
      { path: `/comments/edit?comment=${id}`, expect: 'public' },
      { path: `/newsroom/comments/${id}`, expect: 'public' },
      { path: `/comments/${id}`, expect: 'public' },
      { path: `/api/comments/${id}`, expect: 'public' },
    ]),
  ]
}

/** Everywhere else, for everybody: lists, feeds, searches, pages of one person, and what others have for machines. */
function elsewhere(): Probe[] {
  const guessed = [
    '/comments',
    '/comments.json',
    '/api/comments',
    '/api/comments?article=wall-early',
    '/comments/feed',
  ]
  return [
    ...pathsOf('site', 'feed', 'api', 'person'),
    ...guessed,
    '/search?q=Wall+Speaker',
    '/newsroom/comments?show=all',
    '/newsroom/comments/words',
    '/account/comments',
  ].map((path): Probe => ({ path, expect: 'public' }))
}

/** Forms of who may not read: nothing is written, reported, changed or said back. */
async function sendForms(wall: Wall, viewer: Viewer, said: Said[]): Promise<Judgement[]> {
  const closed = said.filter(({ article }) => !mayRead(viewer.state, article.level))
  const articles = closed.map(({ article }) => article)
  const before = await standingUnder(articles)
  const probes = closed.flatMap(({ article, ids }): Probe[] => {
    const write = `/comments/write?article=${article.slug}`
    const draft = { article: article.slug, form: nobody, body: 'Let me in', name: 'Wall Knocker' }
    return [
      posted('sendComment', write, draft),
      posted('sendComment', write, { ...draft, reply: ids.comment }),
      // As if it stood under an article that is free.
      posted('sendComment', '/comments/write?article=wall-free', {
        ...draft,
        article: 'wall-free',
        reply: ids.comment,
      }),
      posted('sendReport', '/comments/report', { comment: ids.comment, reason: 'spam' }),
      posted('sendEdit', '/comments/edit', { comment: ids.comment, body: 'Mine' }),
      posted('takeBack', '/comments/edit', { comment: ids.comment }),
    ]
  })
  const judged = await several(probes, 1, (probe) => knock(wall, viewer, probe))
  const after = await standingUnder(articles)
  const complaints = before === after ? [] : [`as ${viewer.state}: ${before} became ${after}`]
  return [...judged, verdict(complaints)]
}

function posted(name: string, path: string, fields: Record<string, string>): Probe {
  const seam = 'wall-of-comments'
  const all = Object.entries({ ...forgeForm(name, path).fields, ...fields })
  const parts = all.map(
    ([field, value]) =>
      `--${seam}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  )
  return {
    path,
    method: 'POST',
    headers: [
      ['Origin', stack().site],
      ['Content-Type', `multipart/form-data; boundary=${seam}`],
    ],
    body: `${parts.join('')}--${seam}--\r\n`,
    expect: 'public',
  }
}

const verdict = (complaints: string[]): Judgement => ({
  bytes: 0,
  held: false,
  leaks: [],
  complaints,
  port: null,
})

/** The pages of who may not read them, byte for byte. */
async function readAsRefused(wall: Wall, gated: Fixture[]): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  for (const state of states)
    for (const { path, level } of gated.filter((one) => !mayRead(state, one.level)))
      pages.set(`${state} ${path}`, await read(wall, wall.viewers[state], path, level))
  return pages
}

async function read(wall: Wall, { cookie }: Viewer, path: string, level: string): Promise<string> {
  const headers: Header[] = cookie ? [['Cookie', `${cookie.name}=${cookie.value}`]] : []
  const { status, body } = await send({ path, headers }, wall.agent)
  if (status !== 200) throw new Error(`${path} (${level}) answered ${status}.`)
  return body.toString()
}

/** With comments under it, a cut page is what it was without: nothing of it tells that there are any. */
async function sameAsSilent(wall: Wall, gated: Fixture[], before: Map<string, string>) {
  const after = await readAsRefused(wall, gated)
  return verdict(
    [...after]
      .filter(([key, page]) => page !== before.get(key))
      .map(([key]) => `${key}: is another page since readers commented on it`),
  )
}

/** Who may not read any more sees in their account what they wrote themselves, and nobody else's word. */
async function ownWordsOfLapsed(wall: Wall, said: Said[]): Promise<Judgement> {
  const [first] = said
  const { lapsed } = wall.viewers
  const reader = await personOf(lapsed)
  if (!first || reader === null) throw new Error('There is nobody, or nothing to comment on.')
  await sayAs(reader, first.article, 'In my own words, said when I could read it.')
  const page = await read(wall, lapsed, '/account/comments', 'own')
  return verdict([
    ...(page.includes('In my own words') ? [] : ['lapsed: does not see what they wrote']),
    ...(page.includes(wall.mark) ? ['lapsed: sees the words of others'] : []),
  ])
}

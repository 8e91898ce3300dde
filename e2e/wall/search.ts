/** W37: a search for what stands only below a marker is answered as a search for nonsense is. */
import { readDemo } from './demo.ts'
import { rot13, unescapeHtml } from './decode.ts'
import type { Fixture } from './fixtures.ts'
import { judgeSent, type Judgement, knock, type Wall } from './matrix.ts'
import { type Answer, type Header, send, several } from './request.ts'
import { stories } from './stories.ts'
import { mayRead, type Viewer } from './viewers.ts'
import { wordsOf } from './words.ts'

export const searchLine = {
  number: 'W37',
  title: 'search',
  sends:
    'phrases and words that stand only below a marker, also beside public ones, with “or” and with a minus; each answer compared with that to as many letters of nonsense, and how long both take',
}

/** A public word that many articles have, so that what is asked beside it changes a list and no empty page. */
const COMMON = 'people'

/** What may differ: when it was sent, and what is reckoned from the bytes. */
const ofTheMoment = /^(date|etag|content-length|age|x-varnish)$/i

/** So many consecutive words are a phrase; of more, a page that says them back would be a leak. */
const PHRASE = 5

/** Every question about gated text, as this viewer, with the same in nonsense. */
export async function searchBelow(wall: Wall, viewer: Viewer): Promise<Judgement[]> {
  const theirs = wall.fixtures.filter(({ level }) => mayRead(viewer.state, level))
  const others = wall.fixtures.filter((article) => !theirs.includes(article))
  const known = theirs.flatMap(({ below }) => below.texts)
  const questions = others.flatMap((article) => questionsOf(article, known))
  const hidden = await several(questions, 4, async (question) => {
    const path = searchPath(question)
    const nonsense = nonsenseOf(question)
    const cookies: Header[] = viewer.cookie
      ? [['Cookie', `${viewer.cookie.name}=${viewer.cookie.value}`]]
      : []
    const other = await send({ path: searchPath(nonsense), headers: cookies }, wall.agent)
    return knock(wall, viewer, {
      path,
      check: (answer) => [
        ...differences(seen(answer, question), seen(other, nonsense)),
        // Whoever is let search nothing is answered the same to everything.
        ...(question.page === 1 && other.status !== 200
          ? [`answered ${other.status} to nonsense`]
          : []),
      ],
    })
  })
  return [...hidden, ...(await findTheirs(wall, viewer, theirs))]
}

/** What stands below a marker is found by who may read it, and shown to them alone. */
async function findTheirs(wall: Wall, viewer: Viewer, theirs: Fixture[]): Promise<Judgement[]> {
  const gated = theirs.filter(({ level }) => level !== 'free')
  return several(gated, 4, async (article) =>
    knock(wall, viewer, {
      path: searchPath({ words: phrasesOf(article)[0] ?? '', open: '', page: 1 }),
      check: ({ body }) =>
        body.includes(`href="${article.path}"`) ? [] : ['does not find what they may read'],
    }),
  )
}

/** What is asked, on which page of the answer; `open` words stay as they are in the nonsense. */
type Question = { words: string; open: string; page: number }

/** The first words of each of its gated texts, in quotation marks. */
const phrasesOf = ({ below }: Fixture) =>
  below.texts.map((text) => `"${text.split(' ').slice(0, PHRASE).join(' ')}"`)

/** What is asked of an article, unless it stands in what this viewer may read as well. */
function questionsOf(article: Fixture, known: string[]): Question[] {
  const phrases = phrasesOf(article).filter(
    (phrase) => !known.some((text) => text.includes(phrase.slice(1, -1))),
  )
  const hidden = wordBelow(article.below.texts, known)
  return [
    ...[...phrases, hidden].map((words) => ({ words, open: '', page: 1 })),
    { words: hidden, open: '', page: 2 },
    ...['', 'or ', '-'].flatMap((between) =>
      [1, 2].map((page) => ({ words: `${between}${hidden}`, open: COMMON, page })),
    ),
  ]
}

const stem = (word: string) => word.slice(0, 5)

/** A word of these that no public text has, nor any that begins like it: PostgreSQL compares stems. */
function wordBelow(texts: string[], readable: string[]): string {
  const open = [
    ...readable,
    ...readDemo().flatMap(({ open: lines }) => lines),
    ...Object.values(stories).flatMap((story) => [story.title, story.standfirst, ...story.above]),
    ...Object.values(stories.free).flat(),
  ].flatMap(wordsOf)
  const known = new Set(open.map(stem))
  const word = texts.flatMap(wordsOf).find((one) => one.length > 6 && !known.has(stem(one)))
  if (word === undefined) throw new Error('Below this marker stands no word of its own.')
  return word
}

/** The same question in letters that make no word. */
const nonsenseOf = ({ words, ...rest }: Question): Question => ({
  ...rest,
  words: words.startsWith('or ') ? `or ${rot13(words.slice(3))}` : rot13(words),
})

const typed = ({ words, open }: Question) => `${open} ${words}`.trim()

const searchPath = (question: Question) =>
  `/search?${new URLSearchParams({ q: typed(question), page: String(question.page) })}`

/**
 * Headlines and names that are nearly what was asked differ with every question: they are told to everybody, and searched
 * for what is gated like the rest of the page.
 */
const suggested = /<section id="suggested"[\s\S]*?<\/section>/g

type Seen = { status: number; head: string[]; page: string }

/** An answer without what was asked, which stands in it as it was typed and in the links to other pages. */
function seen({ status, headers, body }: Answer, question: Question): Seen {
  const asked = typed(question)
  const inLinks = new URLSearchParams({ q: asked }).toString()
  return {
    status,
    head: headers
      .filter(([name]) => !ofTheMoment.test(name))
      .map(([name, value]) => `${name}: ${value}`),
    page: unescapeHtml(body.toString('utf8'))
      .replaceAll(suggested, '')
      .replaceAll(inLinks, '?')
      .replaceAll(asked, '?'),
  }
}

function differences(gated: Seen, nonsense: Seen): string[] {
  if (gated.status !== nonsense.status)
    return [`answered ${gated.status}, and ${nonsense.status} to nonsense`]
  return [
    ...(gated.head.join('\n') === nonsense.head.join('\n')
      ? []
      : ['has other headers than the answer to nonsense']),
    ...(gated.page === nonsense.page ? [] : ['is another page than the answer to nonsense']),
  ]
}

/** How often each of a pair took longer, and by how much in the middle. */
export type Compared = { pairs: number; gatedSlower: number; ratio: number }

/**
 * Asks for phrases nobody has asked for yet, each followed or preceded by its nonsense, one request at a
 * time: whatever else the machine does meets both alike.
 */
export async function compareTimes(
  wall: Wall,
): Promise<{ judged: Judgement[]; compared: Compared }> {
  const phrases = wall.fixtures
    .filter(({ level }) => level !== 'free')
    .flatMap(({ below }) => below.texts.flatMap(phrasesWithin))
  const judged: Judgement[] = []
  const times: { gated: number; nonsense: number }[] = []
  const ask = async (words: string) => {
    const path = searchPath({ words, open: '', page: 1 })
    const start = performance.now()
    const answer = await send({ path }, wall.agent)
    const took = performance.now() - start
    judged.push(judgeSent(wall, 'anonymous', { path, expect: 'public' }, answer))
    return took
  }
  for (const [at, phrase] of phrases.entries()) {
    const before = at % 2 === 0 ? await ask(phrase) : null
    const nonsense = await ask(rot13(phrase))
    times.push({ nonsense, gated: before ?? (await ask(phrase)) })
  }
  return {
    judged,
    compared: {
      pairs: phrases.length,
      gatedSlower: times.filter(({ gated, nonsense }) => gated > nonsense).length,
      ratio:
        median(times.map(({ gated }) => gated)) / median(times.map(({ nonsense }) => nonsense)),
    },
  }
}

/** Phrases in quotation marks from the middle of a text; the first words are asked for elsewhere. */
function phrasesWithin(text: string): string[] {
  const words = text.split(' ')
  return [1, 3, 5, 7].flatMap((at) =>
    at + PHRASE > words.length ? [] : [`"${words.slice(at, at + PHRASE).join(' ')}"`],
  )
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * Whether the times tell the two apart: nearly always the same one takes longer, and by half. Chance does
 * not do the first, a busy machine not the second.
 */
export function tellsApart({ pairs, gatedSlower, ratio }: Compared): boolean {
  const share = gatedSlower / pairs
  return (share > 0.8 && ratio > 1.5) || (share < 0.2 && ratio < 1 / 1.5)
}

/** A leak that is planted, and the row of the wall that has to find it. */
import type { Browser } from '@playwright/test'
import type { Fixture } from './fixtures.ts'
import { knockingAt } from './door.ts'
import { type Asked, type Leak, type LeakySite, textOf, withBody, withHeaders } from './leaky.ts'
import { type Judgement, knock, type Probe, type Row, type Wall } from './matrix.ts'
import type { Answer, Header } from './request.ts'
import type { Viewer } from './viewers.ts'

/** What a careless product has at hand when it answers: the article, and what of it is not for everybody. */
export type Known = {
  wall: Wall
  article: Fixture
  /** What stands below the marker, as HTML, and a sentence and a sentinel of it. */
  html: string
  sentence: string
  sentinel: string
  /** The cookie of somebody who may read all of it. */
  subscriber: Header
}

/** A leak: which row has to find it, how it leaks, and for whom. */
export type Bite = {
  row: string
  how: string
  whom: 'anonymous' | 'reader' | 'subscriber' | 'lapsed'
  /** The part of the row that is enough; what it asks of the first article when left out. */
  which?: (probe: Probe) => boolean
  /** At most so many requests of that part. */
  most?: number
  /** Made anew for each try, because some leaks remember. */
  leak: (known: Known) => Leak
  /** What the row has to say. Left out: that gated text was found. */
  finds?: RegExp
}

/** What is there to plant with. */
export type Tools = { wall: Wall; site: LeakySite; browser: Browser }

/** A leak for a row that makes the people it needs, or asks something else than the site. */
export type OwnBite = Pick<Bite, 'row' | 'how' | 'finds'> & {
  whom: string
  attempt: (tools: Tools) => Promise<Bitten>
}

/** What a row said where nothing was planted, and of the plant. */
export type Bitten = { clean: string[]; found: string[] }

/** The article of which most plants are. */
export const path = '/articles/wall-early'

/** All that is known of the article with the early marker. */
export function knownOf(wall: Wall): Known {
  const article = wall.fixtures.find(({ kind }) => kind === 'early')
  const cookie = wall.viewers.subscriber.cookie
  const [sentence, sentinel] = [article?.below.texts[1], article?.below.sentinels[1]]
  if (!article || !cookie || !sentence || !sentinel) throw new Error('The wall is not open.')
  const [, html = ''] = article.source.split('<!--paywall-->')
  const subscriber: Header = ['Cookie', `${cookie.name}=${cookie.value}`]
  return { wall, article, html, sentence, sentinel, subscriber }
}

/** Tries the part of a row at the leaky site, first without the leak, then with it. */
export async function bite(wall: Wall, site: LeakySite, rows: Row[], one: Bite): Promise<Bitten> {
  const row = rows.find(({ number }) => number === one.row)
  if (!row) throw new Error(`The wall has no row ${one.row}.`)
  const known = knownOf(wall)
  const which = one.which ?? ((probe: Probe) => probe.path.startsWith(path))
  return tryBoth(site, one.leak, known, async () => {
    const viewer = wall.viewers[one.whom]
    const probes = (await row.probes(wall, viewer)).filter(which).slice(0, one.most ?? 40)
    if (probes.length === 0) throw new Error(`${one.row} asks nothing like that.`)
    return oneByOne(wall, viewer, probes)
  })
}

async function oneByOne(wall: Wall, viewer: Viewer, probes: Probe[]): Promise<Judgement[]> {
  const judged: Judgement[] = []
  for (const probe of probes) judged.push(await knock(wall, viewer, probe))
  return judged
}

/** Does the same at the site as it is and at the site that leaks. */
export async function tryBoth(
  site: LeakySite,
  leak: Bite['leak'],
  known: Known,
  judge: () => Promise<Judgement[]>,
): Promise<Bitten> {
  const attempt = async (planted: Leak | null) => {
    site.plant(planted)
    try {
      return said(await knockingAt(site.address, judge))
    } finally {
      site.plant(null)
    }
  }
  return { clean: await attempt(null), found: await attempt(leak(known)) }
}

/** The wall with the first article alone. */
export const withOneArticle = (wall: Wall): Wall => ({
  ...wall,
  fixtures: wall.fixtures.filter(({ kind }) => kind === 'early'),
})

/** Does something at the site that leaks alone: where it takes long to do, the row itself shows it clean. */
export async function tryLeaking(
  { wall, site }: Tools,
  leak: Bite['leak'],
  judge: () => Promise<Judgement[]>,
): Promise<Bitten> {
  site.plant(leak(knownOf(wall)))
  try {
    return { clean: [], found: said(await knockingAt(site.address, judge)) }
  } finally {
    site.plant(null)
  }
}

/** Everything that a row has to say of what it was answered; a leak is called one. */
export const said = (judged: Judgement[]): string[] =>
  judged.flatMap(({ leaks, complaints }) => [...leaks.map((one) => `LEAK ${one}`), ...complaints])

/** Where a leak shows: at requests like that. */
export const when =
  (fits: (asked: Asked) => boolean, leak: Bite['leak']): Bite['leak'] =>
  (known) => {
    const planted = leak(known)
    return (passing) => (fits(passing.asked) ? planted(passing) : null)
  }

/** The answer that somebody gets who may read everything. */
export const wholePage: Bite['leak'] =
  ({ article, subscriber }) =>
  ({ ask }) =>
    ask({ method: 'GET', path: article.path, headers: [subscriber], body: Buffer.alloc(0) })

/** A piece more, before the first place where this stands in the page. */
export const before =
  (place: string, piece: (known: Known) => string): Bite['leak'] =>
  (known) =>
  ({ answer }) => {
    const text = textOf(answer)
    const at = text.indexOf(place)
    if (at === -1) return null
    return withBody(answer, text.slice(0, at) + piece(known) + text.slice(at))
  }

/** The page, written otherwise. */
export const rewritten =
  (change: (text: string, known: Known) => string): Bite['leak'] =>
  (known) =>
  ({ answer }) =>
    withBody(answer, change(textOf(answer), known))

/** Something else than what the site answers. */
export const instead =
  (type: string, body: (known: Known) => string | Buffer, status = 200): Bite['leak'] =>
  (known) =>
  ({ answer }) =>
    withBody({ ...answer, status }, body(known), [['Content-Type', type]])

/** The site's answer under another head. */
export const headed =
  (headers: (known: Known) => Header[]): Bite['leak'] =>
  (known) =>
  ({ answer }) =>
    withHeaders(answer, headers(known))

/** A cache that keeps the answer to whoever comes first, under what `key` says of a request. */
export const keptUnder =
  (key: (asked: Asked) => string): Bite['leak'] =>
  () => {
    const kept = new Map<string, Answer>()
    return ({ asked, answer }) => {
      const under = key(asked)
      const first = kept.get(under)
      if (!first && answer.status === 200) kept.set(under, answer)
      return first ?? null
    }
  }

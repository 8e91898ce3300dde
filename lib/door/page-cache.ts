import type { ReaderClass } from '#lib/access/level.ts'
import type { Changes } from './changes.ts'
import { type Flights, openFlights } from './flights.ts'
import type { KeptPage } from './kept-page.ts'
import { type Kept, type KeptPages, openKeptPages } from './kept-pages.ts'
import { DatabaseOutage } from './reach.ts'
import type { ReadingAddress } from './routes.ts'

/** What came of rendering: a page that may be kept, or an answer for whoever asked and nobody else. */
export type Answer<Passing> =
  | { kind: 'page'; page: KeptPage }
  | { kind: 'passing'; status: number; answer: Passing }

/** How often a page was found, missed, … since the start. */
export type Counts = {
  hits: number
  stale: number
  misses: number
  bypasses: number
  renders: number
  outages: number
}

/** The finished pages of this process. */
export type PageCache<Passing> = {
  /** The page at an address for a class: at once when it is kept, else as soon as it is rendered. */
  page: (address: ReadingAddress, readerClass: ReaderClass) => KeptPage | Promise<Answer<Passing>>
  counts: Readonly<Counts>
  size: () => { pages: number; bytes: number }
}

type Cache<Passing> = {
  changes: Changes
  render: (address: ReadingAddress, readerClass: ReaderClass) => Promise<Answer<Passing>>
  kept: KeptPages
  flights: Flights<Answer<Passing>>
  counts: Counts
}

/** A page that somebody asks for. */
type Asked = { key: string; address: ReadingAddress; readerClass: ReaderClass }

/**
 * Keeps pages by address and class of reader.
 *
 * A page belongs to the class it was rendered for: one value names both. What is kept is believed
 * only while `changes` can be trusted to tell of every change. An article's own page and its comments are dropped when
 * it changes; lists, which stand on every page, may be shown as they were for a moment.
 * However many ask for a page that is missing, one render answers them, and one that a change has
 * overtaken answers only those who asked before it.
 */
export function openPageCache<Passing>(options: {
  maxBytes: number
  changes: Changes
  render: Cache<Passing>['render']
}): PageCache<Passing> {
  const cache: Cache<Passing> = {
    ...options,
    kept: openKeptPages(options.maxBytes),
    flights: openFlights(),
    counts: { hits: 0, stale: 0, misses: 0, bypasses: 0, renders: 0, outages: 0 },
  }
  forgetWhatChanges(cache)
  return {
    page: (address, readerClass) => {
      const asked = { key: keyOf(address.url, readerClass), address, readerClass }
      const found = cache.kept.get(asked.key)
      return mayKeep(cache.changes, address)
        ? pageFromMemory(cache, asked, found)
        : pageWithoutTrust(cache, asked, found)
    },
    counts: cache.counts,
    size: cache.kept.size,
  }
}

function forgetWhatChanges<Passing>({ changes, kept, flights }: Cache<Passing>): void {
  changes.onChange((change) => {
    if (change.kind === 'lists') kept.listsChanged()
    if (change.kind === 'article') {
      kept.dropArticle(change.slug)
      flights.overtake((key) => isOfArticle(key, change.slug))
    }
    if (change.kind === 'everything') {
      kept.clear()
      flights.overtake(() => true)
    }
  })
}

type Found<Passing> = KeptPage | Promise<Answer<Passing>>

function pageFromMemory<Passing>(
  cache: Cache<Passing>,
  asked: Asked,
  found: Kept | undefined,
): Found<Passing> {
  const { counts, kept, flights } = cache
  const age = found ? kept.ageOf(found) : 'old'
  if (found && age === 'fresh') {
    counts.hits++
    kept.want(found)
    return found.page
  }
  const outcome = () => flights.join(asked.key, renderAndKeep(cache, asked))
  if (found && age === 'of a moment ago') {
    counts.stale++
    // Whoever asks next gets the new one; should it fail, they wait for another.
    outcome().catch(() => undefined)
    return found.page
  }
  counts.misses++
  return orKept(cache, outcome, found)
}

/** Memory is not to be trusted: the database is asked, or, where it is out of reach, memory after all. */
function pageWithoutTrust<Passing>(
  cache: Cache<Passing>,
  asked: Asked,
  found: Kept | undefined,
): Found<Passing> {
  const { changes, counts, flights } = cache
  if (found && !changes.database.answers()) {
    counts.outages++
    return found.page
  }
  counts.bypasses++
  return orKept(cache, () => flights.begin(asked.key, renderAndKeep(cache, asked)), found)
}

/** Renders a page and keeps it, unless something has changed meanwhile. */
function renderAndKeep<Passing>(
  { changes, render, kept, counts }: Cache<Passing>,
  { key, address, readerClass }: Asked,
) {
  return async (overtaken: () => boolean): Promise<Answer<Passing>> => {
    counts.renders++
    const begun = performance.now()
    const sure = mayKeep(changes, address)
    const answer = await render(address, readerClass)
    if (answer.kind === 'page' && sure && !overtaken() && mayKeep(changes, address))
      kept.keep(key, answer.page, { renderedAt: begun, article: address.article })
    return answer
  }
}

/**
 * The page as it is rendered, or, where the database is out of reach, as it was known. A render that
 * failed while nothing is trusted is made once more when the database answers after that.
 */
async function orKept<Passing>(
  cache: Cache<Passing>,
  outcome: () => Promise<Answer<Passing>>,
  found: Kept | undefined,
  again = true,
): Promise<Answer<Passing>> {
  const { changes, counts } = cache
  const answer = await changes.database.whileItAnswers(outcome).catch((error: unknown) => {
    if (found && !changes.trusted()) return null
    throw error
  })
  if (answer && (isFine(answer) || changes.trusted())) return answer
  if (await changes.database.next()) {
    if (again) return orKept(cache, outcome, found, false)
    if (answer) return answer
  }
  if (!found) throw new DatabaseOutage('A page was not rendered: the database does not answer.')
  counts.outages++
  return { kind: 'page', page: found.page }
}

const isFine = <Passing>(answer: Answer<Passing>) => answer.kind === 'page' || answer.status < 500

/** Whether memory can be trusted with this page: nobody is about to change it, and we would hear of it. */
const mayKeep = (changes: Changes, { article }: ReadingAddress) =>
  changes.trusted() && (article === null || !changes.inDoubt('article', article))

const keyOf = (url: string, readerClass: ReaderClass) => `${readerClass} ${url}`

/** Whether a page of this key is an article's own, or one of its comments. */
const isOfArticle = (key: string, slug: string) => {
  const [, url = ''] = key.split(' ', 2)
  const path = `/articles/${slug}`
  return url === path || url.startsWith(`${path}/`)
}

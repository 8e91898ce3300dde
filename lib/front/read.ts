import type { AppQueryable, PublicDatabase } from '#db/client.ts'
import {
  frontCandidates,
  frontContainers,
  frontPins,
  frontShelves,
  mostReadArticles,
} from '#db/queries/front.ts'
import { type ArticleCard, toCard } from '#lib/articles/card.ts'
import { composeAutomatically } from './automatic.ts'
import { compose, type Candidate, type Filled } from './compose.ts'
import type { Container, FrontShelf } from './container.ts'

/** What a list of names says of an article. */
export type Named = { slug: string; headline: string }

export type FrontPage = { filled: Filled<ArticleCard>[]; mostRead: Named[] }

/** So many of the newest of all are looked at. */
const LATEST = 40

/**
 * Composes the front page as it is at `now`: the same for all readers, of what everybody may see. Where what staff ordered
 * would show no article at all, it is as if they had ordered nothing: a front page is not empty while there are articles.
 */
export async function readFrontPage(db: PublicDatabase, now: Date): Promise<FrontPage> {
  const [kept, mostRead] = await Promise.all([readContainers(db, now), mostReadArticles(db)])
  const ordered = await fill(db, kept.containers)
  if (kept.automatic || !isEmpty(ordered)) return { filled: ordered, mostRead }
  return { filled: await fill(db, automaticOf(kept.shelves)), mostRead }
}

const isEmpty = (filled: readonly Filled<unknown>[]) =>
  filled.every(({ cards }) => cards.length === 0)

async function fill(db: PublicDatabase, all: Container[]): Promise<Filled<ArticleCard>[]> {
  const containers = all.filter(({ hidden }) => !hidden)
  return compose(containers, await readCandidates(db, containers))
}

/** What may come into these containers: of what everybody may see, and the newest first. */
export async function readCandidates(
  db: PublicDatabase,
  containers: readonly Container[],
): Promise<Candidate<ArticleCard>[]> {
  const shelvesOf = (kind: FrontShelf['kind']) =>
    containers.flatMap(({ shelf }) => (shelf?.kind === kind ? [shelf.id] : []))
  const rows = await frontCandidates(db, {
    latest: LATEST,
    // One that is not there by itself because it stands above leaves room for the next.
    ofShelf: 2 * Math.max(1, ...containers.map(({ articles }) => articles)),
    sections: shelvesOf('section'),
    topics: shelvesOf('topic'),
    articles: containers.flatMap(({ pins }) => pins.map(({ articleId }) => articleId)),
  })
  return rows.map((row) => ({ ...row, card: toCard(row) }))
}

/** The containers in their order, those that are hidden as well, and whether nobody ordered them. */
export async function readContainers(
  db: PublicDatabase | AppQueryable,
  now: Date,
): Promise<{ automatic: boolean; containers: Container[]; shelves: FrontShelf[] }> {
  const [rows, pins, { sections, topics }] = await Promise.all([
    frontContainers(db),
    frontPins(db, now),
    frontShelves(db),
  ])
  const shelves = [...sections.map(asShelf('section')), ...topics.map(asShelf('topic'))]
  if (rows.length === 0) return { automatic: true, containers: automaticOf(shelves), shelves }
  const containers = rows.map(
    ({ id, kind, title, sectionId, topicId, articles, layout, hidden }) => ({
      id,
      kind,
      title,
      shelf: shelves.find((shelf) => shelf.id === (sectionId ?? topicId)) ?? null,
      articles,
      layout,
      hidden,
      pins: pins
        .filter(({ containerId }) => containerId === id)
        .map(({ articleId, position, endsAt }) => ({ articleId, place: position, endsAt })),
    }),
  )
  return { automatic: false, containers, shelves }
}

/** The containers when nobody has ordered them. */
function automaticOf(shelves: readonly FrontShelf[]): Container[] {
  const of = (kind: FrontShelf['kind']) => shelves.filter((shelf) => shelf.kind === kind)
  return composeAutomatically(of('section'), of('topic'))
}

const asShelf = (kind: FrontShelf['kind']) => (one: Omit<FrontShelf, 'kind'>) => ({ kind, ...one })

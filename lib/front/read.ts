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
import { compose, type Filled } from './compose.ts'
import type { Container, FrontShelf } from './container.ts'

/** What a list of names says of an article. */
export type Named = { slug: string; headline: string }

export type FrontPage = { filled: Filled<ArticleCard>[]; mostRead: Named[] }

/** So many of the newest of all are looked at. */
const LATEST = 40

/** Composes the front page as it is at `now`: the same for all readers, of what everybody may see. */
export async function readFrontPage(db: PublicDatabase, now: Date): Promise<FrontPage> {
  const [{ containers }, mostRead] = await Promise.all([
    readContainers(db, now),
    mostReadArticles(db),
  ])
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
  const candidates = rows.map((row) => ({ ...row, card: toCard(row) }))
  return { filled: compose(containers, candidates), mostRead }
}

/** The containers in their order, and whether nobody ordered them. */
export async function readContainers(
  db: PublicDatabase | AppQueryable,
  now: Date,
): Promise<{ automatic: boolean; containers: Container[]; shelves: FrontShelf[] }> {
  const [rows, pins, { sections, topics }] = await Promise.all([
    frontContainers(db),
    frontPins(db, now),
    frontShelves(db),
  ])
  const own = { sections: sections.map(asShelf('section')), topics: topics.map(asShelf('topic')) }
  const shelves = [...own.sections, ...own.topics]
  if (rows.length === 0)
    return {
      automatic: true,
      containers: composeAutomatically(own.sections, own.topics),
      shelves,
    }
  const containers = rows.map(({ id, kind, title, sectionId, topicId, articles, layout }) => ({
    id,
    kind,
    title,
    shelf: shelves.find((shelf) => shelf.id === (sectionId ?? topicId)) ?? null,
    articles,
    layout,
    pins: pins
      .filter(({ containerId }) => containerId === id)
      .map(({ articleId, endsAt }) => ({ articleId, endsAt })),
  }))
  return { automatic: false, containers, shelves }
}

const asShelf = (kind: FrontShelf['kind']) => (one: Omit<FrontShelf, 'kind'>) => ({ kind, ...one })

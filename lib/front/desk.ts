import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import {
  articlesForStaff,
  findPublished,
  publishedWith,
  readFrontEdition,
} from '#db/queries/front-desk.ts'
import { mostReadArticles } from '#db/queries/front.ts'
import { placeArticles, type Placing, type Why } from './compose.ts'
import { type Container, type FrontShelf, titleOf } from './container.ts'
import { callContainers } from './names.ts'
import { type Named, readCandidates, readContainers } from './read.ts'

type Databases = { app: AppDatabase; public: PublicDatabase }

/** An article where readers see it now, and why there. */
export type Shown = Named & { id: string; why: Why; until: Date | null }

/** An article that is pinned and not seen there now, and why not. */
export type PassedOver = Named & {
  id: string
  place: number
  until: Date | null
  because: 'not_public' | 'elsewhere' | 'no_place' | 'hidden'
}

/** A container as staff see it. */
export type DeskContainer = {
  /** What forms and the terminal call it. */
  name: string
  kind: Container['kind']
  /** What stands above it. */
  title: string
  /** The title that staff gave it; empty: none. */
  ownTitle: string
  shelf: FrontShelf | null
  articles: number
  layout: Container['layout']
  hidden: boolean
  shown: Shown[]
  passedOver: PassedOver[]
}

/** The front page as staff see it. */
export type FrontDesk = {
  /** What a form sends back, so that of two editors the second is told. */
  edition: number
  changedAt: Date | null
  /** Nobody has ordered it: it follows the sections by itself. */
  automatic: boolean
  containers: DeskContainer[]
  shelves: FrontShelf[]
  mostRead: Named[]
}

/** Reads the front page as it is now, with what stands where and why. */
export async function readFrontDesk(
  { app, public: open }: Databases,
  now: Date,
): Promise<FrontDesk> {
  // Read first: when somebody changes it meanwhile, a form sends an old number rather than a wrong one.
  const edition = await readFrontEdition(app)
  const [{ automatic, containers, shelves }, mostRead] = await Promise.all([
    readContainers(open, now),
    mostReadArticles(open),
  ])
  const visible = containers.filter(({ hidden }) => !hidden)
  const [candidates, pinned] = await Promise.all([
    readCandidates(open, visible),
    articlesForStaff(
      app,
      containers.flatMap(({ pins }) => pins.map(({ articleId }) => articleId)),
    ),
  ])
  const placings = placeArticles(visible, candidates)
  const pub = new Set(candidates.map(({ id }) => id))
  return {
    edition: edition.number,
    changedAt: edition.changedAt,
    automatic,
    shelves,
    mostRead,
    containers: callContainers(containers).map(({ name, container }) => ({
      ...factsOf(container),
      name,
      shown: shownIn(container, placings),
      passedOver: passedOverIn(container, placings, pinned, pub),
    })),
  }
}

const factsOf = (container: Container) => {
  const { kind, title, shelf, articles, layout, hidden } = container
  return { kind, title: titleOf(container), ownTitle: title, shelf, articles, layout, hidden }
}

type Placings = readonly Placing<Named>[]

function shownIn(container: Container, placings: Placings): Shown[] {
  const placed = placings.find((one) => one.container === container)?.placed ?? []
  return placed.map(({ id, why, card: { slug, headline } }) => ({
    id,
    slug,
    headline,
    why,
    until: container.pins.find(({ articleId }) => articleId === id)?.endsAt ?? null,
  }))
}

function passedOverIn(
  container: Container,
  placings: Placings,
  pinned: (Named & { id: string })[],
  published: ReadonlySet<string>,
): PassedOver[] {
  const standsIn = (id: string) =>
    placings.find(({ placed }) => placed.some((one) => one.id === id))?.container
  return container.pins.flatMap(({ articleId, place, endsAt }) => {
    const stands = standsIn(articleId)
    const article = pinned.find(({ id }) => id === articleId)
    if (!article || stands === container) return []
    const { id, slug, headline } = article
    const because = container.hidden
      ? 'hidden'
      : !published.has(id)
        ? 'not_public'
        : stands
          ? 'elsewhere'
          : 'no_place'
    return [{ id, slug, headline, place, until: endsAt, because } as const]
  })
}

/** So many articles are offered to be pinned. */
const OFFERED = 12

/** The newest public articles whose headline or name in addresses holds these words; without words the newest of all. */
export async function findToPin(db: PublicDatabase, typed: string) {
  const words = typed.trim().slice(0, 200).split(/\s+/).filter(Boolean).slice(0, 8)
  return publishedWith(db, words, OFFERED)
}

/** The id of the public article at this address, or null. */
export async function idOfPublished(db: PublicDatabase, slug: string): Promise<string | null> {
  return (await findPublished(db, { slug }))?.id ?? null
}

/** The headline of a public article, or null. */
export async function nameArticle(db: PublicDatabase, id: string): Promise<string | null> {
  return (await findPublished(db, { id }))?.headline ?? null
}

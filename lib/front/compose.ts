import type { Container } from './container.ts'

/** An article that may come onto the front page. `card` is what is shown of it. */
export type Candidate<Card> = {
  id: string
  sectionId: string | null
  topicIds: readonly string[]
  card: Card
}

/** A container with what it shows. */
export type Filled<Card> = { container: Container; cards: Card[] }

/** Why an article stands where it does: staff want it, it has a picture for a large place, or it is the newest. */
export type Why = 'pinned' | 'picture' | 'newest'

/** An article at its place, and why it stands there. */
export type Placed<Card> = { id: string; why: Why; card: Card }

/** A container with the articles in it, the first first. */
export type Placing<Card> = { container: Container; placed: Placed<Card>[] }

type Pictured = { picture: unknown }

/** Among so many of the newest the lead looks for a picture; an older one is no news. */
const CONSIDERED = 12

/** Fills the containers, as `placeArticles` does, for who does not ask why. */
export function compose<Card extends Pictured>(
  containers: readonly Container[],
  candidates: readonly Candidate<Card>[],
): Filled<Card>[] {
  return placeArticles(containers, candidates).map(({ container, placed }) => ({
    container,
    cards: placed.map(({ card }) => card),
  }))
}

/**
 * Fills the containers in their order: what is pinned at its place, and around it the newest that stands nowhere yet. What is
 * pinned anywhere, or belongs to opinion, comes nowhere else by itself. A pinned article that is not among the candidates is not public.
 */
export function placeArticles<Card extends Pictured>(
  containers: readonly Container[],
  candidates: readonly Candidate<Card>[],
): Placing<Card>[] {
  const known = new Map(candidates.map((one) => [one.id, one]))
  const pinned = new Set(containers.flatMap(({ pins }) => pins.map(({ articleId }) => articleId)))
  const taken = new Set<string>()
  const free = candidates.filter(({ id }) => !pinned.has(id))
  const opinion = containers.filter(({ kind }) => kind === 'opinion')
  return containers.map((container) => {
    const slots = slotsOf(container, known, taken)
    const rest = free.filter(
      (one) => !taken.has(one.id) && takes(container, one) && isForNoOther(opinion, container, one),
    )
    const placed = around(container.articles, slots, choose(container, rest, slots))
    for (const { id } of placed) taken.add(id)
    return { container, placed }
  })
}

/** Which pinned article stands at which place. Of two for one place the second stands right after the first. */
function slotsOf<Card>(
  { articles, pins }: Container,
  known: ReadonlyMap<string, Candidate<Card>>,
  taken: ReadonlySet<string>,
): Map<number, Placed<Card>> {
  const slots = new Map<number, Placed<Card>>()
  for (const { articleId, place } of pins) {
    const one = known.get(articleId)
    if (!one || taken.has(articleId)) continue
    let at = place
    while (slots.has(at)) at += 1
    if (at < articles) slots.set(at, { id: articleId, why: 'pinned', card: one.card })
  }
  return slots
}

/** What came by itself, in the places that are left. Where there is too little of it, what is pinned moves up. */
function around<Card>(
  articles: number,
  slots: ReadonlyMap<number, Placed<Card>>,
  chosen: readonly Placed<Card>[],
): Placed<Card>[] {
  const waiting = chosen.values()
  return Array.from(
    { length: articles },
    (_, place) => slots.get(place) ?? waiting.next().value,
  ).filter((one) => one !== undefined)
}

/** Whether an article comes into a container by itself. */
function takes({ kind, shelf }: Container, { sectionId, topicIds }: Candidate<unknown>): boolean {
  if (kind === 'lead' || kind === 'river') return true
  if (shelf === null) return false
  return shelf.kind === 'section' ? shelf.id === sectionId : topicIds.includes(shelf.id)
}

/** An opinion is no news: above its container it would be taken for some. */
const isForNoOther = (opinion: Container[], container: Container, one: Candidate<unknown>) =>
  container.kind === 'opinion' || !opinion.some((other) => takes(other, one))

/** The newest that there is room for. What stands first, and so large, has a picture if one of them has. */
function choose<Card extends Pictured>(
  { kind, articles }: Container,
  rest: Candidate<Card>[],
  slots: ReadonlyMap<number, unknown>,
): Placed<Card>[] {
  const room = articles - slots.size
  const newest = rest.slice(0, room)
  if (slots.has(0) || room < 1 || kind === 'river' || kind === 'opinion')
    return newest.map(asNewest)
  const looked = kind === 'lead' ? rest.slice(0, CONSIDERED) : newest
  const pictured = looked.find(({ card }) => card.picture !== null)
  if (!pictured) return newest.map(asNewest)
  const others = rest.filter((one) => one !== pictured).slice(0, room - 1)
  return [{ id: pictured.id, why: 'picture', card: pictured.card }, ...others.map(asNewest)]
}

const asNewest = <Card>({ id, card }: Candidate<Card>): Placed<Card> => ({
  id,
  why: 'newest',
  card,
})

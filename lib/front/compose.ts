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

type Pictured = { picture: unknown }

/** Among so many of the newest the lead looks for a picture; an older one is no news. */
const CONSIDERED = 12

/**
 * Fills the containers in their order: what is pinned first, then the newest that stands nowhere yet. What is pinned
 * anywhere, or belongs to opinion, comes nowhere else by itself. A pinned article that is not among the candidates is not public.
 */
export function compose<Card extends Pictured>(
  containers: readonly Container[],
  candidates: readonly Candidate<Card>[],
): Filled<Card>[] {
  const known = new Map(candidates.map((one) => [one.id, one]))
  const pinned = new Set(containers.flatMap(({ pins }) => pins.map(({ articleId }) => articleId)))
  const placed = new Set<string>()
  const free = candidates.filter(({ id }) => !pinned.has(id))
  const opinion = containers.filter(({ kind }) => kind === 'opinion')
  return containers.map((container) => {
    const first = container.pins
      .flatMap(({ articleId }) => known.get(articleId) ?? [])
      .filter(({ id }) => !placed.has(id))
      .slice(0, container.articles)
    for (const { id } of first) placed.add(id)
    const rest = free.filter(
      (one) =>
        !placed.has(one.id) && takes(container, one) && isForNoOther(opinion, container, one),
    )
    const chosen = [...first, ...choose(container, rest, first.length)]
    for (const { id } of chosen) placed.add(id)
    return { container, cards: chosen.map(({ card }) => card) }
  })
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
  before: number,
): Candidate<Card>[] {
  const room = articles - before
  const newest = rest.slice(0, room)
  if (before > 0 || room < 1 || kind === 'river' || kind === 'opinion') return newest
  const looked = kind === 'lead' ? rest.slice(0, CONSIDERED) : newest
  const first = looked.find(({ card }) => card.picture !== null) ?? looked[0]
  return first ? [first, ...rest.filter((one) => one !== first).slice(0, room - 1)] : []
}

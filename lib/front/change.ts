import {
  type Container,
  type ContainerKind,
  containerKinds,
  type FrontShelf,
  type Layout,
  type Pin,
} from './container.ts'
import { callContainers } from './names.ts'

/** What staff want of the containers. A container goes by its name (`names.ts`), an article by its id. */
export type Change =
  | { do: 'move'; name: string; to: 'up' | 'down' }
  | { do: 'order'; names: readonly string[] }
  | { do: 'hide' | 'show' | 'remove'; name: string }
  | { do: 'set'; name: string; settings: Settings }
  | { do: 'add'; kind: ContainerKind; shelf: string | null }
  | { do: 'pin'; name: string; article: string; place: number; endsAt: Date | null }
  | { do: 'unpin'; name: string; article: string }

/** What can be set of a container. `shelf` is the id of a section or topic; left out: as it is. */
export type Settings = {
  title?: string | undefined
  articles?: number | undefined
  layout?: Layout | undefined
  shelf?: string | undefined
}

/** What a change needs to know beside the containers. */
type Known = { shelves: readonly FrontShelf[]; newId: string }

/** Why a change was not made. */
export type Refusal =
  /** There is no such container (any more). */
  | 'gone'
  /** It is so already. */
  | 'nothing'
  /** The container has no such place. */
  | 'no_place'
  /** Its kind needs a section or topic, and this is none. */
  | 'no_shelf'
  /** There are as many containers as a page can bear. */
  | 'full'

export type Changed =
  | { kind: 'changed'; containers: Container[] }
  | { kind: 'refused'; why: Refusal }

/** More would be an archive. */
const MOST_CONTAINERS = 40

const refused = (why: Refusal): Changed => ({ kind: 'refused', why })
const changed = (containers: Container[]): Changed => ({ kind: 'changed', containers })

/** The containers as they are after a change, in their order. */
export function changeFront(
  containers: readonly Container[],
  change: Change,
  known: Known,
): Changed {
  if (change.do === 'add') return add(containers, change, known)
  if (change.do === 'order') return order(containers, change.names)
  const place = placeOf(containers, change.name)
  const container = containers[place]
  if (!container) return refused('gone')
  switch (change.do) {
    case 'move':
      return move(containers, place, change.to === 'up' ? place - 1 : place + 1)
    case 'hide':
    case 'show':
      return container.hidden === (change.do === 'hide')
        ? refused('nothing')
        : changed(containers.with(place, { ...container, hidden: change.do === 'hide' }))
    case 'remove':
      return changed(containers.toSpliced(place, 1))
    case 'set':
      return set(containers, place, container, { settings: change.settings, known })
    case 'pin':
      return pin(containers, place, change)
    case 'unpin':
      return unpin(containers, place, container, change.article)
    default:
      return change satisfies never
  }
}

const placeOf = (containers: readonly Container[], name: string) =>
  callContainers(containers).findIndex((one) => one.name === name)

function move(containers: readonly Container[], from: number, to: number): Changed {
  const [one, other] = [containers[from], containers[to]]
  return one && other ? changed(containers.with(from, other).with(to, one)) : refused('nothing')
}

/** Those that are named come first, in the order in which they are; the others stay in theirs. */
function order(containers: readonly Container[], names: readonly string[]): Changed {
  const places = names.map((name) => placeOf(containers, name))
  if (places.includes(-1)) return refused('gone')
  const first = [...new Set(places)].flatMap((place) => containers[place] ?? [])
  const ordered = [...first, ...containers.filter((one) => !first.includes(one))]
  return ordered.every((one, place) => one === containers[place])
    ? refused('nothing')
    : changed(ordered)
}

/** The section or topic with this id, if a container of this kind shows such. Undefined: it does not fit. */
function shelfFor(
  kind: ContainerKind,
  id: string | null,
  { shelves }: Known,
): FrontShelf | null | undefined {
  const wanted = containerKinds[kind].shelf
  if (wanted === 'none') return null
  const found = shelves.find((shelf) => shelf.id === id)
  return wanted === 'either' || found?.kind === wanted ? found : undefined
}

function set(
  containers: readonly Container[],
  place: number,
  container: Container,
  { settings, known }: { settings: Settings; known: Known },
): Changed {
  const { title, articles, layout, shelf: id } = settings
  const shelf = id === undefined ? container.shelf : shelfFor(container.kind, id, known)
  if (shelf === undefined) return refused('no_shelf')
  const after = {
    ...container,
    shelf,
    title: title ?? container.title,
    articles: articles ?? container.articles,
    layout: layout ?? container.layout,
  }
  const isSame =
    after.title === container.title &&
    after.articles === container.articles &&
    after.layout === container.layout &&
    after.shelf?.id === container.shelf?.id
  return isSame ? refused('nothing') : changed(containers.with(place, after))
}

/** So many articles a new container shows. */
const measures = {
  lead: 3,
  river: 4,
  section: 3,
  topic: 3,
  opinion: 3,
  most_read: 5,
  newsletter: 1,
  subscribe: 1,
} satisfies Record<ContainerKind, number>

function add(
  containers: readonly Container[],
  { kind, shelf: id }: { kind: ContainerKind; shelf: string | null },
  known: Known,
): Changed {
  if (containers.length >= MOST_CONTAINERS) return refused('full')
  const shelf = shelfFor(kind, id, known)
  if (shelf === undefined) return refused('no_shelf')
  return changed([
    ...containers,
    {
      id: known.newId,
      kind,
      title: '',
      shelf,
      articles: measures[kind],
      layout: kind === 'lead' || kind === 'opinion' ? 'wide' : 'column',
      hidden: false,
      pins: [],
    },
  ])
}

/** An article is pinned once: where it was before, it is no more. Who stood at its place, and right after, moves on by one. */
function pin(
  containers: readonly Container[],
  at: number,
  { article, place, endsAt }: { article: string; place: number; endsAt: Date | null },
): Changed {
  const target = containers[at]
  if (!target || !containerKinds[target.kind].takes || place < 0 || place >= target.articles)
    return refused('no_place')
  const without = containers.map((one) => ({
    ...one,
    pins: one.pins.filter(({ articleId }) => articleId !== article),
  }))
  const pins = insert(without[at]?.pins ?? [], { articleId: article, place, endsAt })
  return changed(without.with(at, { ...target, pins }))
}

function insert(pins: readonly Pin[], pinned: Pin): Pin[] {
  let free = pinned.place
  const moved = pins.map((one) => {
    if (one.place !== free) return one
    free += 1
    return { ...one, place: free }
  })
  return [...moved, pinned].toSorted((a, b) => a.place - b.place)
}

function unpin(
  containers: readonly Container[],
  at: number,
  container: Container,
  article: string,
): Changed {
  const pins = container.pins.filter(({ articleId }) => articleId !== article)
  return pins.length === container.pins.length
    ? refused('nothing')
    : changed(containers.with(at, { ...container, pins }))
}

import type { Container, ContainerKind, FrontShelf } from './container.ts'

/** A section or topic at this address holds opinions. */
const OPINION = 'opinion'

/** So many sections, then one from edge to edge again. */
const RHYTHM = 4

/**
 * The front page of a publication whose staff have ordered none: the news, opinion, every section in its order, and what
 * readers are invited to. It follows the sections as they come and go.
 */
export function composeAutomatically(sections: FrontShelf[], topics: FrontShelf[]): Container[] {
  const opinion = [...sections, ...topics].find(({ slug }) => slug === OPINION) ?? null
  const others = sections.filter((shelf) => shelf !== opinion)
  const first = others.slice(0, 1).map((shelf) => container('section', 5, 'wide', shelf))
  const rest = others
    .slice(1)
    .map((shelf, place) =>
      place % RHYTHM === RHYTHM - 1
        ? container('section', 5, 'wide', shelf)
        : container('section', 3, 'column', shelf),
    )
  return [
    container('lead', 3, 'wide'),
    container('river', 4, 'column'),
    ...(opinion ? [container('opinion', 3, 'wide', opinion)] : []),
    ...first,
    ...rest,
    container('most_read', 5, 'column'),
    container('newsletter', 1, 'column'),
    container('subscribe', 1, 'column'),
  ]
}

function container(
  kind: ContainerKind,
  articles: number,
  layout: Container['layout'],
  shelf: FrontShelf | null = null,
): Container {
  return {
    id: shelf ? `${kind}-${shelf.slug}` : kind,
    kind,
    title: '',
    shelf,
    articles,
    layout,
    hidden: false,
    pins: [],
  }
}

/** What the front page consists of. */

/** What a container shows, and whether articles come into it by themselves. */
export const containerKinds = {
  lead: { name: 'Lead', shelf: 'none', takes: true },
  river: { name: 'Latest', shelf: 'none', takes: true },
  section: { name: 'Section', shelf: 'section', takes: true },
  topic: { name: 'Topic', shelf: 'topic', takes: true },
  opinion: { name: 'Opinion', shelf: 'either', takes: true },
  most_read: { name: 'Most read', shelf: 'none', takes: false },
  newsletter: { name: 'Newsletters', shelf: 'none', takes: false },
  subscribe: { name: 'Subscription', shelf: 'none', takes: false },
} as const

export type ContainerKind = keyof typeof containerKinds

/** `wide`: from edge to edge. `column`: beside others. */
export type Layout = 'wide' | 'column'

/** A section or topic whose articles a container shows. */
export type FrontShelf = { kind: 'section' | 'topic'; id: string; slug: string; name: string }

/** A container as it is kept, with the articles that are pinned in it now, in the order of their places. */
export type Container = {
  id: string
  kind: ContainerKind
  /** Empty: what `titleOf` makes of it. */
  title: string
  shelf: FrontShelf | null
  articles: number
  layout: Layout
  /** Staff took it off the page for a while: readers do not see it, and its pins wait. */
  hidden: boolean
  pins: Pin[]
}

/** An article that staff want at a place of a container (0 is the first), until when. */
export type Pin = { articleId: string; place: number; endsAt: Date | null }

/** What stands above a container. */
export function titleOf({ title, kind, shelf }: Container): string {
  return title || (shelf?.name ?? containerKinds[kind].name)
}

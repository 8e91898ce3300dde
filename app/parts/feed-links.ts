import type { Metadata } from 'next'
import { publication } from '#lib/publication.ts'

type Types = NonNullable<NonNullable<Metadata['alternates']>['types']>

/** A page whose articles have a feed of their own. */
type Shelf = { name: string; path: string }

/**
 * The feeds that belong to a page, for its metadata: that of the shelf it shows first, then that of everything. A page
 * that names its canonical address has to name these as well: Next takes `alternates` from one place alone.
 */
export function feedTypes(shelf: Shelf | null = null): Types {
  const feeds = [
    ...(shelf
      ? [{ path: `${shelf.path}/feed`, title: `${shelf.name} · ${publication.name}` }]
      : []),
    { path: '/feed', title: publication.name },
  ]
  const links = (ending: string) =>
    feeds.map(({ path, title }) => ({ url: `${path}.${ending}`, title }))
  return { 'application/rss+xml': links('xml'), 'application/feed+json': links('json') }
}

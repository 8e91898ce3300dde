/** What an HTML page says of itself in its head and breadcrumbs. */
import type { Element } from 'hast'
import { attributeOf, classesOf, elementsIn, isElement, oneLine, textOf } from '../sanitise-node.ts'

/** A page with more is tagged for search engines, not filed. */
const MOST_SHELVES = 12

export type Facts = {
  title?: string
  ogTitle?: string
  siteName?: string
  description?: string
  url?: string
  published?: string
  modified?: string
  authors: string[]
  /** Section, topic, region, further topics. */
  shelves: string[]
}

/** Reads them from the elements that stand above the marker. */
export function readFacts(all: Element[]): Facts {
  const meta = new Map<string, string[]>()
  for (const one of all) {
    if (!isElement(one, 'meta')) continue
    const name = (attributeOf(one, 'property') || attributeOf(one, 'name')).toLowerCase()
    const content = oneLine(attributeOf(one, 'content'))
    if (!name || !content) continue
    const contents = meta.get(name) ?? []
    contents.push(content)
    meta.set(name, contents)
  }
  const first = (...names: string[]) => names.map((name) => meta.get(name)?.[0]).find(Boolean)
  const title = all.find((one) => one.tagName === 'title')
  const canonical = all.find(
    (one) => one.tagName === 'link' && attributeOf(one, 'rel') === 'canonical',
  )
  const time = all.find((one) => one.tagName === 'time' && attributeOf(one, 'dateTime') !== '')
  const authors = [...(meta.get('author') ?? []), ...(meta.get('article:author') ?? [])]
  return {
    title: title && oneLine(textOf(title.children)),
    ogTitle: first('og:title'),
    siteName: first('og:site_name'),
    description: first('og:description', 'description'),
    url: (canonical && attributeOf(canonical, 'href')) || first('og:url'),
    published: first('article:published_time', 'date') ?? (time && attributeOf(time, 'dateTime')),
    modified: first('article:modified_time'),
    authors: authors.filter((author) => !/^https?:/.test(author)),
    shelves: shelvesOf(all, meta).slice(0, MOST_SHELVES),
  }
}

/** Breadcrumbs, or else what the page's head says it is filed under. */
function shelvesOf(all: Element[], meta: Map<string, string[]>): string[] {
  const crumbs = all.find(
    (one) =>
      classesOf(one).some((name) => /^breadcrumbs?$/.test(name)) ||
      /breadcrumb/i.test(attributeOf(one, 'ariaLabel')),
  )
  if (crumbs) {
    const links = [...elementsIn(crumbs.children)].filter((one) => one.tagName === 'a')
    const names = links.map((one) => oneLine(textOf(one.children)))
    return names.filter(
      (name) => name !== '' && name.length <= 40 && !/^(?:home|start)$/i.test(name),
    )
  }
  const [section] = meta.get('article:section') ?? []
  const [topic, ...more] = meta.get('article:tag') ?? []
  if (!section) return []
  // Tags are topics; a page's head has no place for a region.
  return topic ? [section, topic, '', ...more] : [section]
}

/** A saved HTML page: its content, and what it says of itself. */
import type { Element, ElementContent } from 'hast'
import { elementsAbove, markedNodes } from '../marked-nodes.ts'
import { isMarkerClass } from '../marker.ts'
import { parseHtml } from '../parse-html.ts'
import {
  attributeOf,
  classesOf,
  elementsIn,
  isElement,
  oneLine,
  textLengths,
  textOf,
} from '../sanitise-node.ts'
import { namesIn, readByline } from './byline.ts'
import { type Facts, readFacts } from './html-facts.ts'
import { withoutPageFurniture } from './html-furniture.ts'
import { lineOf } from './furniture.ts'
import { readMoment } from './moment.ts'
import { orWhyNot } from './or-why-not.ts'
import { readPage } from './page.ts'
import type { FileReading, PictureFates } from './reading.ts'
import { splitTitle } from './title.ts'

/** Reads an HTML page, or a fragment that is nothing but an article. */
export function readHtml(source: string, fates: PictureFates): FileReading {
  const tried = orWhyNot(() => parseHtml(source))
  if (tried.kind === 'refused') return tried
  const page = tried.result
  const marked = markedNodes(page)
  const above = elementsAbove(page, marked)
  const facts = readFacts(above)
  const root = contentOf(page, marked)
  const heading = headingOf(elementsAbove(root, marked)) ?? headingOf(above)
  const fromTitle = splitTitle(facts.title ?? '')
  const title = heading ?? facts.ogTitle ?? fromTitle.title
  if (title === '')
    return {
      kind: 'refused',
      why:
        marked.size > 0
          ? 'There is no title above the marker: no <h1> and no <title>.'
          : 'There is no title: no <h1> and no <title>.',
    }
  const { nodes, dropped } = withoutPageFurniture(root)
  const publication = facts.siteName ?? (fromTitle.publication || undefined)
  return readPage(
    nodes,
    {
      title,
      ...(publication ? { publication } : {}),
      ...urlOf(facts),
      ...(facts.description ? { description: facts.description } : {}),
      shelves: facts.shelves,
      authors: authorsOf(facts, elementsAbove(nodes, markedNodes(nodes))),
      publishedAt: readMoment(facts.published ?? '') ?? undefined,
      revisedAt: readMoment(facts.modified ?? '') ?? undefined,
      dropped,
    },
    fates,
  )
}

/** The element that holds the article: the largest `<article>`, or `<main>`, or the whole page. */
function contentOf(page: ElementContent[], marked: ReadonlySet<ElementContent>): ElementContent[] {
  const all = [...elementsIn(page)]
  const lengths = textLengths(page)
  const size = (node: Element) => lengths.get(node) ?? 0
  const articles = all
    .filter((one) => one.tagName === 'article')
    .toSorted((a, b) => size(b) - size(a))
  const main = all.find((one) => one.tagName === 'main' || attributeOf(one, 'role') === 'main')
  const body = all.find((one) => attributeOf(one, 'itemProp') === 'articleBody')
  const found = articles[0] ?? main ?? body
  // A page may have its own text beside small teasers that are articles.
  const root = found && main && size(found) < size(main) / 3 ? main : found
  // What stands below a marker is gated, also when the marker stands outside of what looks like the article.
  return root && (marked.size === 0 || holdsFirst(page, marked, root)) ? root.children : page
}

/** Whether the first marker of a page stands within this element. */
function holdsFirst(
  nodes: ElementContent[],
  marked: ReadonlySet<ElementContent>,
  root: Element,
): boolean {
  const first = nodes.find((node) => marked.has(node))
  if (!isElement(first) || classesOf(first).some(isMarkerClass)) return false
  return first === root || holdsFirst(first.children, marked, root)
}

function headingOf(elements: Element[]): string | undefined {
  const found = elements.find((one) => one.tagName === 'h1')
  return found && lineOf(found) !== '' ? lineOf(found) : undefined
}

function urlOf(facts: Facts): { url?: string } {
  const url = URL.parse(facts.url ?? '')
  return url && /^https?:$/.test(url.protocol) ? { url: url.href } : {}
}

function authorsOf(facts: Facts, elements: Element[]): string[] {
  const named = facts.authors.flatMap((author) => readByline(author) ?? namesIn(author))
  if (named.length > 0) return [...new Set(named)]
  const marked = elements.filter(
    (one) =>
      attributeOf(one, 'rel').includes('author') ||
      attributeOf(one, 'itemProp') === 'author' ||
      (classesOf(one).includes('author') && isElement(one, 'a', 'span')),
  )
  return [...new Set(marked.flatMap((one) => namesIn(oneLine(textOf([one])))))]
}

/** A saved HTML page: its content, and what it says of itself. */
import type { Element, ElementContent } from 'hast'
import { parseHtml } from '../sanitise.ts'
import { attributeOf, classesOf, elementsIn, isElement, oneLine, textOf } from '../sanitise-node.ts'
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
  const facts = readFacts(page)
  const root = contentOf(page)
  const heading = headingOf(root) ?? headingOf(page)
  const fromTitle = splitTitle(facts.title ?? '')
  const title = heading ?? facts.ogTitle ?? fromTitle.title
  if (title === '') return { kind: 'refused', why: 'There is no title: no <h1> and no <title>.' }
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
      authors: authorsOf(facts, nodes),
      publishedAt: readMoment(facts.published ?? '') ?? undefined,
      revisedAt: readMoment(facts.modified ?? '') ?? undefined,
      dropped,
    },
    fates,
  )
}

const size = (node: Element) => textOf(node.children).length

/** The element that holds the article: the largest `<article>`, or `<main>`, or the whole page. */
function contentOf(page: ElementContent[]): ElementContent[] {
  const all = [...elementsIn(page)]
  const articles = all
    .filter((one) => one.tagName === 'article')
    .toSorted((a, b) => size(b) - size(a))
  const main = all.find((one) => one.tagName === 'main' || attributeOf(one, 'role') === 'main')
  const body = all.find((one) => attributeOf(one, 'itemProp') === 'articleBody')
  const root = articles[0] ?? main ?? body
  // A page may have its own text beside small teasers that are articles.
  const whole = all.find((one) => one === main)
  if (root && whole && size(root) < size(whole) / 3) return whole.children
  return root?.children ?? page
}

function headingOf(nodes: ElementContent[]): string | undefined {
  const found = [...elementsIn(nodes)].find((one) => one.tagName === 'h1')
  return found && lineOf(found) !== '' ? lineOf(found) : undefined
}

function urlOf(facts: Facts): { url?: string } {
  const url = URL.parse(facts.url ?? '')
  return url && /^https?:$/.test(url.protocol) ? { url: url.href } : {}
}

function authorsOf(facts: Facts, nodes: ElementContent[]): string[] {
  const named = facts.authors.flatMap((author) => readByline(author) ?? namesIn(author))
  if (named.length > 0) return [...new Set(named)]
  const marked = [...elementsIn(nodes)].filter(
    (one) =>
      attributeOf(one, 'rel').includes('author') ||
      attributeOf(one, 'itemProp') === 'author' ||
      (classesOf(one).includes('author') && isElement(one, 'a', 'span')),
  )
  return [...new Set(marked.flatMap((one) => namesIn(oneLine(textOf([one])))))]
}

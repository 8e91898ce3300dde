import type { Element, ElementContent } from 'hast'
import { sanitize } from 'hast-util-sanitize'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import type { FoundMarker } from './marker.ts'
import { parseHtml } from './parse-html.ts'
import { linkAddress, pictureAddress } from './sanitise-address.ts'
import { footnoteList, takeFootnotes } from './sanitise-footnotes.ts'
import { markLines } from './sanitise-lines.ts'
import {
  type ArticleTree,
  attributeOf,
  classesOf,
  contentOf,
  element,
  isElement,
  textOf,
} from './sanitise-node.ts'
import { type Notebook, openNotebook } from './sanitise-notebook.ts'
import { articleSchema } from './sanitise-schema.ts'
import { toBlocks } from './sanitise-structure.ts'

/** An article that is safe to show, and what became of its source. */
export type Sanitised = {
  tree: ArticleTree
  markers: FoundMarker[]
  /** What looks like a marker and is none; somebody should look at it. */
  doubts: string[]
  /** What was left out, a line each. */
  dropped: string[]
}

const printer = unified().use(rehypeStringify).freeze()

/**
 * Parses the HTML of an article and keeps what an article may consist of. Markers, in all their
 * spellings, become the comment `<!--paywall-->`. Sanitising what was sanitised changes nothing.
 *
 * Throws `MarkupError` for mark-up that is nested too deeply, or too much, to be an article.
 */
export function sanitise(html: string): Sanitised {
  return sanitiseNodes(parseHtml(html))
}

/** The same for a source that is a tree already. */
export function sanitiseNodes(source: ElementContent[]): Sanitised {
  const notebook = openNotebook()
  const first = shape(source, notebook)
  // A reference may have gone with what was left out; then the footnotes are numbered anew.
  const blocks = first.some((one) => isElement(one, 'section'))
    ? shape(first, openNotebook())
    : first
  const safe = sanitize({ type: 'root', children: blocks.map(finish) }, articleSchema)
  const tree: ArticleTree = {
    type: 'root',
    children: contentOf(safe.type === 'root' ? safe.children : [safe]),
  }
  const doubts = [...new Set(notebook.doubts)]
  return { tree, markers: notebook.markers, doubts, dropped: notebook.dropped }
}

function shape(source: ElementContent[], notebook: Notebook): ElementContent[] {
  const { body, footnotes } = takeFootnotes(source)
  const marked = markLines(toBlocks(body, notebook), notebook)
  const notes = footnotes.map((note) => ({ ...note, blocks: toBlocks(note.content, notebook) }))
  // Lines have become markers within paragraphs: shaping again parts the paragraphs there.
  const parted = toBlocks(marked, openNotebook())
  return notes.length > 0 ? [...withoutNotesHeading(parted), ...footnoteList(notes)] : parted
}

/** The heading under which a source had its footnotes. */
function withoutNotesHeading(blocks: ElementContent[]): ElementContent[] {
  const last = blocks.at(-1)
  const isHeading =
    isElement(last, 'h2', 'h3', 'h4') && /^(?:foot|end)?notes:?$/i.test(textOf([last]).trim())
  return isHeading ? blocks.slice(0, -1) : blocks
}

/** Writes a tree as HTML. */
export function printHtml(tree: ArticleTree): string {
  return printer.stringify(tree)
}

/**
 * The attributes of links and pictures. A link that leaves the site gets `rel="noopener"`, no link
 * gets a `target`: where it opens is the reader's choice. A picture is loaded when it comes near.
 */
function finish(node: ElementContent): ElementContent {
  if (!isElement(node)) return node
  const children = node.children.map(finish)
  if (node.tagName === 'img') return element('img', [], pictureProperties(node))
  if (node.tagName === 'a') return element('a', children, linkProperties(node))
  return { ...node, children }
}

function linkProperties(node: Element): Element['properties'] {
  const own = classesOf(node).find((name) => name === 'footnote-ref' || name === 'footnote-back')
  const address = linkAddress(attributeOf(node, 'href'))
  if (own && address?.href.startsWith('#footnote-'))
    return { ...node.properties, href: address.href, className: [own], rel: undefined }
  return { href: address?.href, ...(address?.kind === 'outside' ? { rel: ['noopener'] } : {}) }
}

function pictureProperties(node: Element): Element['properties'] {
  const { width, height } = node.properties
  return {
    src: pictureAddress(node) ?? undefined,
    alt: attributeOf(node, 'alt'),
    width,
    height,
    loading: 'lazy',
    decoding: 'async',
  }
}

/**
 * The shape of an article: whatever the source was, it comes out as blocks (paragraphs, headings,
 * lists, quotes, figures, tables) with inline text in them, so that the cut finds one shape only.
 */
import type { Element, ElementContent } from 'hast'
import { isMarker, markersIn } from './cut.ts'
import { isMarkerClass } from './marker.ts'
import { toFigure } from './sanitise-figure.ts'
import { toInline } from './sanitise-inline.ts'
import { classesOf, element, isElement, isVisible, trimmed } from './sanitise-node.ts'
import type { Notebook } from './sanitise-notebook.ts'
import { toTable } from './sanitise-table.ts'

type Nodes = ElementContent[]

/** Elements that begin a new line wherever they stand. */
const blocks: ReadonlySet<string> = new Set(
  `address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption
  figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table tbody
  td tfoot th thead tr ul`.split(/\s+/),
)

const headings: Record<string, string> = {
  h1: 'h2',
  h2: 'h2',
  h3: 'h3',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
}

const pullQuotes = ['pullquote', 'pull-quote', 'wp-block-pullquote']

export function isBlock(node: ElementContent): boolean {
  return isElement(node) && (blocks.has(node.tagName) || node.children.some(isBlock))
}

/** Turns any content into blocks. Text that stands loose becomes a paragraph. */
export function toBlocks(nodes: Nodes, notebook: Notebook): Nodes {
  const out: Nodes = []
  let loose: Nodes = []
  const flush = () => {
    for (const one of toParagraphs(loose)) out.push(one)
    loose = []
  }
  const mark = (marker: ElementContent) => {
    flush()
    out.push(marker)
  }
  for (const node of nodes) {
    const marked = isElement(node) && notebook.markerOf(node)
    if (marked) mark(marked.marker)
    if (marked && marked.notice) continue
    if (isElement(node) && isBlock(node) && !notebook.drops(node)) {
      flush()
      // One by one: a page may have more paragraphs than a call may have arguments.
      for (const one of toBlock(node, notebook)) out.push(one)
      continue
    }
    for (const inline of toInline(node, notebook))
      if (isMarker(inline)) mark(inline)
      else loose.push(inline)
  }
  flush()
  return out
}

function toBlock(node: Element, notebook: Notebook): Nodes {
  const isQuote = pullQuotes.some((name) => classesOf(node).includes(name))
  if (isQuote && ['aside', 'blockquote', 'figure', 'div'].includes(node.tagName))
    return wrap('aside', flattenQuotes(node.children), notebook, { className: ['pullquote'] })
  const heading = headings[node.tagName]
  if (heading) return toLine(heading, node, notebook)
  switch (node.tagName) {
    case 'ul':
    case 'ol':
      return toList(node, notebook)
    case 'dl':
      return toDefinitions(node, notebook)
    case 'blockquote':
      return wrap('blockquote', node.children, notebook)
    case 'figure':
      return toFigure(node, notebook, toBlocks)
    case 'table':
      return toTable(node, notebook, { toCell, toBlocks })
    case 'pre':
      return toPre(node, notebook)
    case 'hr':
      return [element('hr', [])]
    default:
      return blocks.has(node.tagName) ? toBlocks(node.children, notebook) : pushDown(node, notebook)
  }
}

function wrap(
  tagName: string,
  children: Nodes,
  notebook: Notebook,
  properties: Element['properties'] = {},
): Nodes {
  const inside = toBlocks(children, notebook)
  return isVisible(inside) ? [element(tagName, inside, properties)] : markersIn(inside)
}

/** A pull quote is often a quote within a figure: one element is enough. */
function flattenQuotes(nodes: Nodes): Nodes {
  return nodes.flatMap((node) =>
    isElement(node, 'blockquote', 'aside', 'figcaption') && !classesOf(node).some(isMarkerClass)
      ? flattenQuotes(node.children)
      : [node],
  )
}

/** A heading holds one line of text, whatever stood in it. */
function toLine(tagName: string, node: Element, notebook: Notebook): Nodes {
  const inside = trimmed(node.children.flatMap((child) => toInline(child, notebook)))
  return isVisible(inside) ? [element(tagName, inside)] : markersIn(inside)
}

function toPre(node: Element, notebook: Notebook): Nodes {
  const inside = node.children.flatMap((child) => toInline(child, notebook))
  // A parser drops the first line's end in a <pre>; one that stayed would be lost the next time.
  for (let first = inside[0]; first?.type === 'text'; first = inside[0]) {
    const value = first.value.replace(/^[\r\n]+/, '')
    if (value === first.value) break
    inside.splice(0, 1, ...(value === '' ? [] : [{ ...first, value }]))
  }
  return isVisible(inside) ? [element('pre', inside)] : markersIn(inside)
}

/** Items only: what stands between them joins the item before. */
function toList(node: Element, notebook: Notebook): Nodes {
  const items: (ElementContent | { inside: Nodes })[] = []
  for (const child of node.children) {
    const marked = isElement(child) && notebook.markerOf(child)
    if (marked) items.push(marked.marker)
    if (marked && marked.notice) continue
    const last = items.at(-1)
    if (isElement(child, 'li')) items.push({ inside: [...child.children] })
    else if (child.type === 'comment') items.push(...notebook.comment(child))
    else if (last && 'inside' in last) last.inside.push(child)
    else items.push({ inside: [child] })
  }
  const list = items.flatMap((item) =>
    'inside' in item ? toItem('li', item.inside, notebook) : [item],
  )
  if (!isVisible(list)) return markersIn(list)
  return [
    element(node.tagName, list, node.tagName === 'ol' ? { start: node.properties.start } : {}),
  ]
}

function toItem(tagName: string, children: Nodes, notebook: Notebook): Nodes {
  const inside = loosened(toBlocks(children, notebook))
  return isVisible(inside) ? [element(tagName, inside)] : markersIn(inside)
}

function toDefinitions(node: Element, notebook: Notebook): Nodes {
  const items = node.children.flatMap((child): Nodes => {
    if (!isElement(child, 'div')) return toDefinition(child, notebook)
    const marked = notebook.markerOf(child)
    const inside = marked?.notice ? [] : child.children
    return [
      ...(marked ? [marked.marker] : []),
      ...inside.flatMap((one) => toDefinition(one, notebook)),
    ]
  })
  return isVisible(items) ? [element('dl', items)] : markersIn(items)
}

function toDefinition(node: ElementContent, notebook: Notebook): Nodes {
  if (!isElement(node, 'dt', 'dd')) return toItem('dd', [node], notebook)
  const marked = notebook.markerOf(node)
  const item =
    node.tagName === 'dt' ? toLine('dt', node, notebook) : toItem('dd', node.children, notebook)
  return marked ? [marked.marker, ...(marked.notice ? [] : item)] : item
}

/** The content of a table's cell. */
export function toCell(children: Nodes, notebook: Notebook): Nodes {
  return loosened(toBlocks(children, notebook))
}

/** A lone paragraph in an item or cell needs no `<p>`. */
function loosened(inside: Nodes): Nodes {
  const [only] = inside
  return inside.length === 1 && isElement(only, 'p') ? only.children : inside
}

/** Inline mark-up around blocks goes into them: `<a><h3>…</h3><p>…</p></a>`. */
function pushDown(node: Element, notebook: Notebook): Nodes {
  const properties = { ...node.properties, className: undefined }
  const within = (children: Nodes) => ({ ...node, properties, children })
  const pieces = node.children.map((child) => {
    if (!isElement(child) || !isBlock(child)) return within([child])
    return mayHoldMark(child) ? { ...child, children: [within(child.children)] } : child
  })
  return toBlocks(pieces, notebook)
}

function mayHoldMark(node: Element): boolean {
  return node.tagName in headings || ['p', 'div', 'li', 'blockquote'].includes(node.tagName)
}

/** Paragraphs of loose text; two line breaks in a row part them. */
function toParagraphs(loose: Nodes): Nodes {
  const paragraphs: Nodes[] = [[]]
  let breaks: Nodes = []
  for (const node of loose) {
    if (isElement(node, 'br')) breaks.push(node)
    else if (breaks.length > 0 && node.type === 'text' && node.value.trim() === '') continue
    else {
      if (breaks.length > 1) paragraphs.push([])
      paragraphs.at(-1)?.push(...(breaks.length === 1 ? breaks : []), node)
      breaks = []
    }
  }
  return paragraphs.flatMap((one) => (isVisible(one) ? [element('p', trimmed(one))] : []))
}

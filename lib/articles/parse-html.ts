import type { Element, ElementContent } from 'hast'
import rehypeParse from 'rehype-parse'
import { unified } from 'unified'
import { markedNodes } from './marked-nodes.ts'
import { markerNode } from './marker.ts'
import { childrenOf, contentOf, isElement } from './sanitise-node.ts'

const parser = unified().use(rehypeParse, { fragment: true }).freeze()

/** Mark-up that is no article: parsing it would take minutes. The message is a sentence for people. */
export class MarkupError extends Error {
  override name = 'MarkupError'
}

/**
 * Parses HTML as browsers do, but for two things in which a marker could get lost: what stands loose in a
 * table stays in it, and what is in a template is its content. Nothing of it is judged yet.
 */
export function parseHtml(html: string): ElementContent[] {
  refuseMonsters(html)
  const nodes = contentOf(parser.parse(html).children)
  return inOrder(nodes, markedNodes(nodes))
}

const DEEPEST = 400
const MOST_ELEMENTS = 60_000
const MOST_REOPENED = 10 * MOST_ELEMENTS
const reopening = /^(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)$/i
/** Elements that need no end tag or have none: however many there are, they do not nest. */
const flat =
  /^(?:p|li|dt|dd|td|th|tr|tbody|thead|tfoot|colgroup|col|option|optgroup|br|hr|img|input|link|meta|source|wbr|area|base|embed|param|track|rp|rt)$/i

function refuseMonsters(html: string): void {
  let depth = 0
  let elements = 0
  let marks = 0
  let reopened = 0
  for (const [, end, name] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]{0,30})/gi)) {
    if (++elements > 2 * MOST_ELEMENTS)
      throw new MarkupError(`It has more than ${MOST_ELEMENTS} elements, more than any article.`)
    // Marks that are open are opened again in each block: a few of them and many blocks are a tree without end.
    if (reopening.test(name ?? '')) marks = Math.max(0, marks + (end ? -1 : 1))
    reopened += marks
    if (reopened > MOST_REOPENED)
      throw new MarkupError('Its mark-up such as <b> is opened again and again and not closed.')
    if (flat.test(name ?? '')) continue
    depth = Math.max(0, depth + (end ? -1 : 1))
    if (depth > DEEPEST)
      throw new MarkupError(`Its mark-up is nested too deeply: ${DEEPEST} elements and more.`)
  }
}

/** A parser finds parts of a table also where there is none. */
const parts = ['thead', 'tbody', 'tfoot', 'tr', 'caption', 'colgroup'] as const

/**
 * A parser puts what stands loose in a table before it, so that words from below a marker in the table
 * would stand above the marker. They are put back, to the front of the table, and as nobody can say any more
 * on which side of a marker they were, it stands before the table as well.
 */
function inOrder(nodes: ElementContent[], marked: ReadonlySet<ElementContent>): ElementContent[] {
  const out: ElementContent[] = []
  const mark = (...some: ElementContent[]) => {
    if (some.some((one) => marked.has(one))) out.push(markerNode())
  }
  let last: Element | null = null
  for (const node of nodes) {
    const loose = isElement(node, 'table') ? takeLoose(node, out) : []
    // The same where only parts of a table are: what stood loose in them comes after them.
    const ofLast = last && beginOf(node) < endOf(last) ? out.pop() : undefined
    if (last && ofLast) mark(node, last)
    if (loose.length > 0) mark(node, ...loose)
    out.push(ordered(node, loose, marked), ...(ofLast ? [ofLast] : []))
    if (!ofLast) last = isElement(node, ...parts) ? node : null
  }
  return out
}

function ordered<Node extends ElementContent>(
  node: Node,
  loose: ElementContent[],
  marked: ReadonlySet<ElementContent>,
): Node {
  if (!isElement(node)) return node
  const children = [...loose, ...inOrder(childrenOf(node), marked)]
  return { ...node, content: undefined, children }
}

/** Takes away what a parser has put before this table, although it ends after the table began. */
function takeLoose(table: Element, before: ElementContent[]): ElementContent[] {
  const begin = table.position?.start.offset ?? Number.POSITIVE_INFINITY
  const loose: ElementContent[] = []
  for (let last = before.at(-1); last && endOf(last) > begin; last = before.at(-1)) {
    loose.unshift(last)
    before.pop()
  }
  return loose
}

/** Where the source of a node begins: that of its first text. Mark-up that is open goes on in another place under its old one. */
function beginOf(node: ElementContent): number {
  const first = isElement(node) ? node.children[0] : undefined
  return first ? beginOf(first) : (node.position?.start.offset ?? Number.POSITIVE_INFINITY)
}

/** Where the source of a node ends. What a parser has made up itself, such as the paragraph of a lone `</p>`, ends nowhere. */
function endOf(node: ElementContent): number {
  const last = isElement(node) ? node.children.at(-1) : undefined
  const own = node.position?.end.offset
  return last ? Math.max(own ?? 0, endOf(last)) : (own ?? Number.POSITIVE_INFINITY)
}

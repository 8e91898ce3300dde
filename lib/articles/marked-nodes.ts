import type { Element, ElementContent } from 'hast'
import { isMarkerClass, isMarkerComment, isMarkerLine } from './marker.ts'
import { isInvitation, LONGEST_INVITATION } from './marker-invitation.ts'
import {
  childrenOf,
  classesOf,
  elementsIn,
  isElement,
  isSetApart,
  oneLine,
} from './sanitise-node.ts'

/** What is in these speaks of markers; only a comment marks there. */
const code = ['code', 'kbd', 'samp', 'pre'] as const
const paragraphs = ['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const

/** The text of a node, or null when it is longer than any marker. */
type Words = string | null

/**
 * The nodes of a source in which a marker stands, in whatever spelling, and the markers themselves. More may
 * be called marked than the sanitiser will take for a marker, never less: what is asked here is what
 * must not be left out, or moved to the other side.
 */
export function markedNodes(nodes: ElementContent[]): ReadonlySet<ElementContent> {
  const marked = new Set<ElementContent>()
  for (const node of nodes) visit(node, marked, false)
  return marked
}

/** The elements that stand wholly above the first marker, of `markedNodes`, in the order of the text. */
export function elementsAbove(
  nodes: ElementContent[],
  marked: ReadonlySet<ElementContent>,
): Element[] {
  const at = nodes.findIndex((node) => marked.has(node))
  const above = [...elementsIn(at === -1 ? nodes : nodes.slice(0, at))]
  const torn = nodes[at]
  // An element of class `paywall` is the marker itself, before what is in it.
  if (!isElement(torn) || classesOf(torn).some(isMarkerClass)) return above
  return [...above, ...elementsAbove(torn.children, marked)]
}

function visit(node: ElementContent, marked: Set<ElementContent>, inCode: boolean): Words {
  if (node.type === 'comment') {
    if (isMarkerComment(node.value)) marked.add(node)
    return ''
  }
  if (!isElement(node)) {
    if (node.type !== 'text') return ''
    if (!inCode && holdsLine(node.value)) marked.add(node)
    return short(node.value)
  }
  const within = inCode || isElement(node, ...code)
  const children = childrenOf(node)
  const words = children.map((child) => visit(child, marked, within))
  const joined = words.includes(null) ? null : short(words.join(''))
  const own =
    classesOf(node).some(isMarkerClass) ||
    (!within && joined !== null && isMarkerText(joined, isElement(node, ...paragraphs)))
  if (own || children.some((child) => marked.has(child))) marked.add(node)
  if (node.tagName === 'br') return '\n'
  return joined !== null && isSetApart(node) ? ` ${joined} ` : joined
}

function isMarkerText(words: string, mayInvite: boolean): boolean {
  return holdsLine(words) || (mayInvite && isInvitation(oneLine(words)))
}

function holdsLine(words: string): boolean {
  return words.split('\n').some(isMarkerLine)
}

/** White space is not counted when an invitation is measured, but some of it is enough. */
function short(words: string): Words {
  return words.length > 4 * LONGEST_INVITATION ? null : words
}

/**
 * The cut: an article in, what the public may see and what it may not out. Pure; it imports types
 * only, so nothing but the article and its level can move the place where it cuts.
 */
import type { Comment, Element, ElementContent } from 'hast'
import type { AccessLevel } from '#lib/access/level.ts'
import type { ArticleTree } from './sanitise-node.ts'

/** What stands in the comment that marks the place of the cut: `<!--paywall-->`. */
export const MARKER = 'paywall'

/** The two parts of an article, and why they are divided as they are. */
export type Cut = {
  preview: ArticleTree
  gated: ArticleTree
  /**
   * `at_marker`: what stands below the first marker is gated. `standfirst_alone`: there is no
   * marker, so the whole body is gated. `whole`: the article is free, so nothing is.
   */
  outcome: 'at_marker' | 'standfirst_alone' | 'whole'
  /** How many markers there were. The first counts; none is left in either part. */
  markers: number
}

type Nodes = ElementContent[]
type Halves = { above: Nodes; below: Nodes; torn: boolean }

/** A table or a figure says nothing in halves: it goes below the marker as a whole, never above. */
const neverTorn = ['table', 'figure', 'pre', 'aside', 'dl']

export function isMarker(node: ElementContent): node is Comment {
  return node.type === 'comment' && node.value === MARKER
}

/**
 * Divides a sanitised article at its first marker.
 *
 * Whatever follows the marker in the order of the text is gated. A list, quote or paragraph that
 * holds the marker is torn: it stands on both sides, an ordered list counts on, an empty half is
 * left out. A footnote belongs to the preview when the preview refers to it (also through another
 * footnote), for it is read where it is referred to; every other footnote is gated.
 */
export function cut(tree: ArticleTree, level: AccessLevel): Cut {
  const markers = markersIn(tree.children).length
  if (level === 'free')
    return { preview: withoutMarkers(tree.children), gated: root([]), outcome: 'whole', markers }
  if (markers === 0) return { preview: root([]), gated: tree, outcome: 'standfirst_alone', markers }
  const last = tree.children.at(-1)
  const notes = last && isNotes(last) ? last : null
  const { above, below } = tear(notes ? tree.children.slice(0, -1) : tree.children)
  const divided = notes ? divideNotes(notes, above) : { preview: [], gated: [] }
  return {
    preview: withoutMarkers([...above, ...divided.preview]),
    gated: withoutMarkers([...below, ...divided.gated]),
    outcome: 'at_marker',
    markers,
  }
}

function tear(nodes: Nodes): Halves {
  const at = nodes.findIndex(holdsMarker)
  const found = nodes[at]
  if (!found) return { above: nodes, below: [], torn: false }
  const above = nodes.slice(0, at)
  const below = nodes.slice(at + 1)
  if (found.type !== 'element') return { above, below, torn: false }
  if (neverTorn.includes(found.tagName)) return { above, below: [found, ...below], torn: false }
  const halves = tear(found.children)
  const first: Element = { ...found, children: halves.above }
  const second: Element = { ...found, children: halves.below, properties: countOn(found, halves) }
  const whole = { first: isVisible(first), second: isVisible(second) }
  return {
    above: whole.first ? [...above, first] : above,
    below: whole.second ? [second, ...below] : below,
    torn: whole.first && whole.second,
  }
}

/** The second half of an ordered list begins with the number that is due: that of a torn item again. */
function countOn(list: Element, halves: Halves): Element['properties'] {
  if (list.tagName !== 'ol') return list.properties
  const items = halves.above.filter((node) => node.type === 'element' && node.tagName === 'li')
  const passed = items.length - (halves.torn ? 1 : 0)
  return passed > 0 ? { ...list.properties, start: startOf(list) + passed } : list.properties
}

function startOf(list: Element): number {
  const start = Number(list.properties.start ?? 1)
  return Number.isSafeInteger(start) ? start : 1
}

function divideNotes(notes: Element, above: Nodes): { preview: Nodes; gated: Nodes } {
  const items = notes.children.flatMap((list) => (list.type === 'element' ? list.children : []))
  const named = Map.groupBy(
    items.filter((item) => !holdsMarker(item)),
    nameOf,
  )
  const open = new Set<ElementContent>()
  // What an open footnote refers to is added while it is read.
  const wanted = referredTo(above)
  for (const name of wanted)
    for (const item of named.get(name) ?? []) {
      open.add(item)
      for (const further of referredTo([item])) wanted.add(further)
    }
  return {
    preview: notesOf(
      notes,
      items.filter((item) => open.has(item)),
    ),
    gated: notesOf(
      notes,
      items.filter((item) => !open.has(item)),
    ),
  }
}

function notesOf(notes: Element, items: Nodes): Nodes {
  if (items.length === 0) return []
  const list: Element = { type: 'element', tagName: 'ol', properties: {}, children: items }
  return [{ ...notes, children: [list] }]
}

function isNotes(node: ElementContent): node is Element {
  return node.type === 'element' && node.tagName === 'section' && hasClass(node, 'footnotes')
}

function hasClass(node: Element, name: string): boolean {
  const { className } = node.properties
  return Array.isArray(className) && className.includes(name)
}

function nameOf(item: ElementContent): string {
  return item.type === 'element' ? (item.properties.id ?? '') : ''
}

/** The ids of the footnotes to which these nodes refer. */
function referredTo(nodes: Nodes): Set<string> {
  const names = new Set<string>()
  for (const node of nodes) {
    if (node.type !== 'element') continue
    if (node.tagName === 'a' && hasClass(node, 'footnote-ref'))
      names.add((node.properties.href ?? '').slice(1))
    for (const name of referredTo(node.children)) names.add(name)
  }
  return names
}

/** Whether a marker stands in this node, or is it. */
export function holdsMarker(node: ElementContent): boolean {
  return isMarker(node) || (node.type === 'element' && node.children.some(holdsMarker))
}

/** The markers in these nodes, for when nothing else of them stays. */
export function markersIn(nodes: Nodes): Comment[] {
  return nodes.flatMap((node) => {
    if (isMarker(node)) return [node]
    return node.type === 'element' ? markersIn(node.children) : []
  })
}

function isVisible(node: ElementContent): boolean {
  if (node.type === 'text') return node.value.trim() !== ''
  if (node.type !== 'element') return false
  return node.tagName === 'img' || node.tagName === 'hr' || node.children.some(isVisible)
}

function root(children: Nodes): ArticleTree {
  return { type: 'root', children }
}

function withoutMarkers(nodes: Nodes): ArticleTree {
  return root(without(nodes))
}

function without(nodes: Nodes): Nodes {
  return nodes
    .filter((node) => !isMarker(node))
    .map((node) => (node.type === 'element' ? { ...node, children: without(node.children) } : node))
}

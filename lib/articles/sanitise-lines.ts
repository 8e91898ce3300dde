/** Markers written as text: a line of its own, or a paragraph that invites to subscribe. */
import type { ElementContent, Text } from 'hast'
import { isMarkerLine, markerNode, resemblesMarkerLine } from './marker.ts'
import { isInvitation, resemblesInvitation } from './marker-invitation.ts'
import { isElement, oneLine, text, textOf } from './sanitise-node.ts'
import type { Notebook } from './sanitise-notebook.ts'

type Nodes = ElementContent[]
/** A stretch of one text node. */
type Stretch = { node: Text; from: number; to: number }
type Marked = Stretch & { first: boolean }

const lineHolders = ['p', 'h2', 'h3', 'h4', 'li', 'td', 'th', 'dt', 'dd', 'figcaption', 'caption']
const own = ['p', 'h2', 'h3', 'h4'] as const
/** Blocks within an item or cell: they have lines of their own. */
const inner = [
  'p',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'dl',
  'pre',
  'table',
  'blockquote',
  'figure',
  'aside',
  'hr',
] as const
/** In these a price and an invitation are part of what is told. */
const telling = ['table', 'figure', 'ul', 'ol', 'dl', 'section'] as const

/** Puts a marker in the place of every line and paragraph that marks the cut. */
export function markLines(nodes: Nodes, notebook: Notebook, mayInvite = true): Nodes {
  return nodes.map((node) => {
    if (!isElement(node) || node.tagName === 'pre') return node
    if (mayInvite && isElement(node, ...own)) {
      const words = oneLine(textOf(node.children))
      if (isInvitation(words)) {
        notebook.markers.push({ spelling: 'invitation', text: words })
        return markerNode()
      }
      if (resemblesInvitation(words)) notebook.doubts.push(words)
    }
    const deeper = mayInvite && !isElement(node, ...telling)
    const holder = lineHolders.includes(node.tagName)
      ? markWithin(node.children, notebook)
      : node.children
    return { ...node, children: markLines(holder, notebook, deeper) }
  })
}

function markWithin(nodes: Nodes, notebook: Notebook): Nodes {
  const marked = new Map<Text, Marked[]>()
  for (const line of linesOf(nodes)) {
    const words = line.map(({ node, from, to }) => node.value.slice(from, to)).join('')
    if (resemblesMarkerLine(words)) notebook.doubts.push(oneLine(words))
    if (!isMarkerLine(words)) continue
    notebook.markers.push({ spelling: 'line', text: oneLine(words) })
    for (const [index, stretch] of line.entries()) {
      const stretches = marked.get(stretch.node) ?? []
      stretches.push({ ...stretch, first: index === 0 })
      marked.set(stretch.node, stretches)
    }
  }
  return marked.size === 0 ? nodes : replace(nodes, marked)
}

/** Without the marked stretches, and with a marker where each line began. */
function replace(nodes: Nodes, marked: Map<Text, Marked[]>): Nodes {
  return nodes.flatMap((node): Nodes => {
    if (isElement(node)) return [{ ...node, children: replace(node.children, marked) }]
    const stretches = node.type === 'text' ? marked.get(node) : undefined
    if (!stretches || node.type !== 'text') return [node]
    const pieces: Nodes = []
    let from = 0
    for (const stretch of stretches) {
      pieces.push(text(node.value.slice(from, stretch.from)))
      if (stretch.first) pieces.push(markerNode())
      from = stretch.to
    }
    return [...pieces, text(node.value.slice(from))]
  })
}

/** The lines of inline content, each as the stretches of text that make it. */
function linesOf(nodes: Nodes): Stretch[][] {
  const lines: Stretch[][] = [[]]
  const add = (stretch: Stretch) => lines.at(-1)?.push(stretch)
  const read = (node: ElementContent) => {
    if (node.type === 'text') {
      let from = 0
      for (const piece of node.value.split('\n')) {
        if (from > 0) lines.push([])
        add({ node, from, to: from + piece.length })
        from += piece.length + 1
      }
      return
    }
    if (!isElement(node)) return
    // Code on a line makes it text about markers, and so does a picture.
    if (isElement(node, 'code', 'kbd', 'samp', 'img')) add({ node: text('code'), from: 0, to: 4 })
    else if (isElement(node, 'br', ...inner)) lines.push([])
    else node.children.forEach(read)
  }
  nodes.forEach(read)
  return lines
}

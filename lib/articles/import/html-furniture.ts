/** Furniture that an HTML page marks as such. */
import type { Element, ElementContent } from 'hast'
import { markedNodes } from '../marked-nodes.ts'
import {
  attributeOf,
  classesOf,
  isElement,
  oneLine,
  textLengths,
  textOf,
} from '../sanitise-node.ts'

type Nodes = ElementContent[]

const names =
  /^(?:related|recommend|recommended|recommendations|comments?|newsletter|social|share|sharing|sidebar|advert|advertisement|ads?|promo|sponsored|breadcrumbs?|cookies?|latest|stay-connected|most-read|most-popular|outbrain|taboola)(?:$|[-_](?:articles?|posts?|stories|links?|list|box|block|section|area|form|bar|buttons?|container|wrapper|slot|unit|signup|media|reading|content|footer))/

/** Leaves out what the page marks as furniture, unless a marker stands in it. */
export function withoutPageFurniture(nodes: Nodes): { nodes: Nodes; dropped: string[] } {
  const dropped: string[] = []
  const lengths = textLengths(nodes)
  const whole = textOf(nodes).length
  const marked = markedNodes(nodes)
  const visit = (list: Nodes, quoted: boolean): Nodes =>
    list.flatMap((node): Nodes => {
      if (!isElement(node)) return [node]
      const small = (lengths.get(node) ?? 0) < whole / 2
      if (small && isFurniture(node, quoted) && !marked.has(node)) {
        const line = oneLine(textOf(node.children))
        if (line !== '') dropped.push(line)
        return []
      }
      const inQuote = quoted || isElement(node, 'blockquote', 'figure')
      return [{ ...node, children: visit(node.children, inQuote) }]
    })
  return { nodes: visit(nodes, false), dropped }
}

function isFurniture(node: Element, quoted: boolean): boolean {
  if (isElement(node, 'nav')) return true
  // A footer within a quote says who is quoted.
  if (isElement(node, 'footer')) return !quoted
  if (attributeOf(node, 'role') === 'complementary') return true
  return [...classesOf(node), attributeOf(node, 'id').toLowerCase()].some((name) =>
    names.test(name),
  )
}

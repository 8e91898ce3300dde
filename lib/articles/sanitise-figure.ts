/** A figure: one thing to look at, a caption, and who made it. */
import type { Element, ElementContent } from 'hast'
import { isMarker } from './cut.ts'
import { toInline } from './sanitise-inline.ts'
import {
  classesOf,
  element,
  elementsIn,
  isElement,
  isVisible,
  oneLine,
  text,
  trimmed,
} from './sanitise-node.ts'
import type { Notebook } from './sanitise-notebook.ts'

type Nodes = ElementContent[]
type ToBlocks = (nodes: Nodes, notebook: Notebook) => Nodes

/** A figure with its caption, or its content alone when there is nothing to look at. */
export function toFigure(node: Element, notebook: Notebook, toBlocks: ToBlocks): Nodes {
  const captions = node.children.filter((child) => isElement(child, 'figcaption'))
  const rest = node.children.filter((child) => !isElement(child, 'figcaption'))
  const shown = toBlocks(rest, notebook).flatMap(withoutParagraph)
  const gallery = [...elementsIn(shown)].some((one) => one.tagName === 'figure')
  const marks: Nodes = []
  const lines = captions.flatMap((caption): Nodes => {
    if (!isElement(caption)) return []
    const marked = notebook.markerOf(caption)
    if (marked) marks.push(marked.marker)
    return marked?.notice ? [] : [...caption.children, text(' ')]
  })
  if (gallery || !isVisible(shown)) return [...shown, ...marks, ...toBlocks(lines, notebook)]
  return [...marks, element('figure', [...shown, ...toCaption(lines, notebook)])]
}

/** A picture in a figure stands by itself, not in a paragraph. */
function withoutParagraph(node: ElementContent): Nodes {
  if (!isElement(node, 'p')) return [node]
  const seen = node.children.filter((child) => isVisible([child]))
  return seen.every(isPicture) ? seen : [node]
}

function isPicture(node: ElementContent): boolean {
  return (
    isElement(node, 'img') ||
    (isElement(node, 'a') && node.children.every((one) => isElement(one, 'img')))
  )
}

function toCaption(lines: Nodes, notebook: Notebook): Nodes {
  const marked = lines.map((child) => (isElement(child) ? markCredit(child) : child))
  const inside = marked.flatMap((child) => toInline(child, notebook))
  const caption = splitCredit(trimmed(joined(inside.filter((child) => !isMarker(child)))))
  const markers = inside.filter(isMarker)
  // Before the caption: what a marker in it would have kept back, and a little more, stays kept back.
  return isVisible(caption) ? [...markers, element('figcaption', caption)] : markers
}

/** Text nodes that stand side by side, as one. */
function joined(nodes: Nodes): Nodes {
  const out: Nodes = []
  for (const node of nodes) {
    const last = out.at(-1)
    if (node.type === 'text' && last?.type === 'text')
      out[out.length - 1] = text(last.value + node.value)
    else out.push(node)
  }
  return out
}

const creditClass = /(?:^|[-_])(?:credits?|photographer|byline|copyright)(?:$|[-_])/

/** `<cite>` and any element whose class speaks of a credit are one thing here: `<span class="credit">`. */
function markCredit(node: Element): Element {
  if (node.tagName === 'cite' || classesOf(node).some((name) => creditClass.test(name)))
    return element('span', node.children, { className: ['credit'] })
  return {
    ...node,
    children: node.children.map((child) => (isElement(child) ? markCredit(child) : child)),
  }
}

const creditLabel =
  /(?:photo(?:graph)?|picture|image|illustration|graphic|credit|foto) ?(?:: ?|by )/giu

/** "The lock at low water. Photo: M. Reyes" in the last words of a caption: the end is the credit. */
function splitCredit(caption: Nodes): Nodes {
  const last = caption.at(-1)
  if (last?.type !== 'text' || hasCredit(caption)) return caption
  const label = [...last.value.matchAll(creditLabel)].findLast(
    ({ index }) => index === 0 || /[\s(|/–—]/u.test(last.value[index - 1] ?? ''),
  )
  if (!label || last.value.length - label.index > 160) return caption
  const words = last.value.slice(0, label.index).trimEnd()
  const before = [...caption.slice(0, -1), ...(words === '' ? [] : [text(`${words} `)])]
  const credit = element('span', [text(oneLine(last.value.slice(label.index)))], {
    className: ['credit'],
  })
  return [...before, credit]
}

function hasCredit(caption: Nodes): boolean {
  return [...elementsIn(caption)].some((one) => classesOf(one).includes('credit'))
}

/**
 * Footnotes: every way of writing them becomes one list at the end of the article, with names of our
 * own, so that no id of a source can stand for something else on a page.
 */
import type { Element, ElementContent } from 'hast'
import { isMarkerClass, isMarkerComment } from './marker.ts'
import { markLines } from './sanitise-lines.ts'
import {
  attributeOf,
  classesOf,
  element,
  elementsIn,
  isElement,
  isVisible,
  oneLine,
  text,
  textOf,
} from './sanitise-node.ts'
import { openNotebook } from './sanitise-notebook.ts'
import { toBlocks } from './sanitise-structure.ts'

type Nodes = ElementContent[]

/** A footnote: what stands in it, and whether anything refers to it. */
export type Footnote = { number: number; content: Nodes; referred: boolean }

/** Ids that name a footnote; any other target of a small link is part of the text and stays there. */
const noteId =
  /^(?:user-content-)?_?(?:fn|ftn|edn|foot-?note|end-?note|note|cite[_-]note)(?:[-_:.]?\w|$)/i
const holders = ['li', 'p', 'div', 'aside', 'dd']

/** Takes the footnotes out of a source. What is left refers to them by number. */
export function takeFootnotes(nodes: Nodes): { body: Nodes; footnotes: Footnote[] } {
  const lists = new Set<Element>()
  const targets = new Map<string, Element>()
  for (const node of elementsIn(nodes)) {
    if (isNotesList(node)) for (const item of itemsIn(node)) lists.add(item)
    const id = attributeOf(node, 'id')
    if (id && isElement(node, ...holders) && (noteId.test(id) || lists.has(node)))
      targets.set(id, node)
  }
  const definitions = definitionsIn(nodes, new Set([...lists, ...targets.values()]))
  const numbers = numberOf(nodes, targets, definitions)
  if (numbers.size === 0) return { body: nodes, footnotes: [] }
  const referred = new Set<Element>()
  const rewrite = (list: Nodes, within: Element | null): Nodes =>
    list.flatMap((node): Nodes => {
      if (!isElement(node) || (within !== node && numbers.has(node)))
        return isElement(node) ? [] : [node]
      const target = targetOf(node, targets, within)
      const number = target && numbers.get(target)
      if (target && number) {
        const first = !referred.has(target)
        referred.add(target)
        return [reference(number, first)]
      }
      if (within && isBackLink(node)) return []
      if (!within && isEmptiedNotes(node, numbers)) return []
      return [withChildren(node, rewrite(node.children, within), targets)]
    })
  const body = rewrite(nodes, null)
  const contents = [...numbers].map(([node, number]) => ({
    number,
    node,
    content: withoutLabel(rewrite(node.children, node)),
  }))
  return {
    body,
    footnotes: contents.map(({ number, node, content }) => ({
      number,
      content,
      referred: referred.has(node),
    })),
  }
}

/** The footnotes of those that may be some. What stands within a footnote is part of it. */
function definitionsIn(nodes: Nodes, candidates: ReadonlySet<Element>): Set<Element> {
  const definitions = new Set<Element>()
  const within = new Set<Element>()
  for (const node of elementsIn(nodes)) {
    // A footnote that holds the marker is where the cut is, so it stays where it stands.
    if (!candidates.has(node) || within.has(node) || !isFootnote(node)) continue
    definitions.add(node)
    for (const inner of elementsIn(node.children)) within.add(inner)
  }
  return definitions
}

/** Numbers in the order of first reference; what nothing refers to comes last. */
function numberOf(
  nodes: Nodes,
  targets: Map<string, Element>,
  definitions: Set<Element>,
): Map<Element, number> {
  const numbers = new Map<Element, number>()
  const visit = (list: Nodes, within: Element | null) => {
    for (const node of list) {
      if (!isElement(node) || (within === null && definitions.has(node))) continue
      const target = targetOf(node, targets, within)
      if (target && definitions.has(target)) {
        if (!numbers.has(target)) numbers.set(target, numbers.size + 1)
      } else visit(node.children, within)
    }
  }
  visit(nodes, null)
  // A footnote may refer to another, which is then numbered after all that the text refers to.
  for (const node of numbers.keys()) visit(node.children, node)
  for (const node of definitions)
    if (!numbers.has(node)) {
      numbers.set(node, numbers.size + 1)
      visit(node.children, node)
    }
  return numbers
}

/** The footnote a small link leads to: `<sup><a href="#fn1">`, `<a href="#fn1"><sup>`, or a marked one. */
function targetOf(
  node: Element,
  targets: Map<string, Element>,
  within: Element | null,
): Element | null {
  const inSup = isElement(node, 'sup') && onlyLink(node)
  const link = inSup || (isElement(node, 'a') ? node : null)
  if (!link) return null
  const href = attributeOf(link, 'href')
  const target = href.startsWith('#') ? targets.get(decoded(href.slice(1))) : undefined
  if (!target || target === within) return null
  const isSmall =
    inSup ||
    link.children.some((child) => isElement(child, 'sup')) ||
    'dataFootnoteRef' in link.properties ||
    attributeOf(link, 'role') === 'doc-noteref' ||
    classesOf(link).some((name) => /footnote|noteref/.test(name)) ||
    /^\s*\[?(?:\d{1,3}|[*†‡§])\]?\s*$/.test(textOf(link.children))
  return isSmall && !isBackLink(link) ? target : null
}

function onlyLink(node: Element): Element | null {
  const seen = node.children.filter((child) => isElement(child) || textOf([child]).trim() !== '')
  const [only] = seen
  return seen.length === 1 && isElement(only, 'a') ? only : null
}

function isBackLink(node: Element): boolean {
  if (!isElement(node, 'a')) return false
  return (
    'dataFootnoteBackref' in node.properties ||
    classesOf(node).some((name) => /backref|footnote-back|reversefootnote/.test(name)) ||
    (attributeOf(node, 'href').startsWith('#') &&
      /^(?:[\s↩↑^⏎⤴]|\u{fe0e}|\u{fe0f}){1,6}$/u.test(textOf(node.children)))
  )
}

function isNotesList(node: Element): boolean {
  return (
    isElement(node, 'section', 'div', 'ol', 'ul', 'aside') &&
    ('dataFootnotes' in node.properties ||
      attributeOf(node, 'role') === 'doc-endnotes' ||
      classesOf(node).some((name) => name === 'footnotes' || name === 'endnotes'))
  )
}

function itemsIn(list: Element): Element[] {
  return list.children.flatMap((child) => {
    if (isElement(child, 'li')) return [child]
    return isElement(child, 'ol', 'ul', 'div') ? itemsIn(child) : []
  })
}

/** A heading such as "Notes" has nothing to stand over when its footnotes have moved. A marker stays. */
function isEmptiedNotes(node: Element, numbers: Map<Element, number>): boolean {
  const gone = (child: ElementContent): boolean => {
    if (child.type === 'comment') return !isMarkerComment(child.value)
    if (!isElement(child)) return child.type !== 'text' || child.value.trim() === ''
    if (classesOf(child).some(isMarkerClass)) return false
    return (
      numbers.has(child) ||
      isElement(child, 'hr') ||
      /^(?:foot|end)?notes?:?$/i.test(oneLine(textOf([child]))) ||
      (isElement(child, 'ol', 'ul', 'div') && child.children.every(gone))
    )
  }
  return (
    !classesOf(node).some(isMarkerClass) &&
    [...elementsIn(node.children)].some((one) => numbers.has(one)) &&
    node.children.every(gone)
  )
}

/** Whether it says anything, and holds no marker: shaped as it will be, to find one in any spelling. */
function isFootnote(node: Element): boolean {
  const notebook = openNotebook()
  notebook.markerOf(node)
  const inside = withoutLabel(withoutBackLinks(node.children))
  const blocks = markLines(toBlocks(inside, notebook), notebook, false)
  return notebook.markers.length === 0 && isVisible(blocks)
}

function withoutBackLinks(nodes: Nodes): Nodes {
  return nodes
    .filter((node) => !isElement(node) || !isBackLink(node))
    .map((node) =>
      isElement(node) ? { ...node, children: withoutBackLinks(node.children) } : node,
    )
}

function withoutLabel(content: Nodes): Nodes {
  const [first, ...rest] = content
  if (isElement(first, 'p')) return [{ ...first, children: withoutLabel(first.children) }, ...rest]
  if (first?.type === 'text' && first.value.trim() === '') return withoutLabel(rest)
  const isLabel = isElement(first, 'sup') && /^\s*\[?[\d*†‡§]+[\].]?\s*$/.test(textOf([first]))
  return isLabel ? rest : content
}

function withChildren(node: Element, children: Nodes, targets: Map<string, Element>): Element {
  // A link to a footnote that is no small link leads nowhere once ids are gone, so its text stays alone.
  const lost = isElement(node, 'a') && targets.has(attributeOf(node, 'href').slice(1))
  return lost ? element('span', children) : { ...node, children }
}

function reference(number: number, first: boolean): Element {
  const properties = { href: `#footnote-${number}`, className: ['footnote-ref'] }
  const id = first ? { id: `footnote-ref-${number}` } : {}
  return element('sup', [element('a', [text(String(number))], { ...properties, ...id })])
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** The list that stands at the end of an article. */
export function footnoteList(notes: (Footnote & { blocks: Nodes })[]): Nodes {
  if (notes.length === 0) return []
  const items = notes.map(({ number, blocks, referred }) =>
    element('li', referred ? withBackLink(blocks, number) : blocks, {
      id: `footnote-${number}`,
      value: String(number),
    }),
  )
  return [element('section', [element('ol', items)], { className: ['footnotes'] })]
}

function withBackLink(blocks: Nodes, number: number): Nodes {
  const back = element('a', [text('↩')], {
    href: `#footnote-ref-${number}`,
    className: ['footnote-back'],
    ariaLabel: 'Back to the text',
  })
  const last = blocks.at(-1)
  if (isElement(last, 'p'))
    return [...blocks.slice(0, -1), { ...last, children: [...last.children, text(' '), back] }]
  return [...blocks, element('p', [back])]
}

/** Reading and making nodes of an article's tree. */
import type { Comment, Element, ElementContent, Properties, Text } from 'hast'

/** An article as a tree: blocks and, in it, markers. */
export type ArticleTree = { type: 'root'; children: ElementContent[] }

export function element(
  tagName: string,
  children: ElementContent[],
  properties: Properties = {},
): Element {
  return { type: 'element', tagName, properties, children }
}

export function text(value: string): Text {
  return { type: 'text', value }
}

/** Whether a node is an element, of one of these names when there are any. */
export function isElement<Name extends string = string>(
  node: ElementContent | undefined,
  ...names: readonly Name[]
): node is Element & { tagName: Name } {
  return (
    node?.type === 'element' && (names.length === 0 || names.some((name) => name === node.tagName))
  )
}

export function isComment(node: ElementContent): node is Comment {
  return node.type === 'comment'
}

/** The classes of an element, in lower case. */
export function classesOf(node: Element): string[] {
  const { className } = node.properties
  const names = Array.isArray(className) ? className : [className]
  return names.flatMap((name) =>
    typeof name === 'string' ? name.toLowerCase().split(/\s+/).filter(Boolean) : [],
  )
}

/** An attribute as a string; empty when it is missing. */
export function attributeOf(node: Element, name: string): string {
  const value = node.properties[name]
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const apart =
  /^(?:address|article|aside|blockquote|button|caption|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|label|li|main|nav|ol|option|p|pre|section|table|td|textarea|th|tr|ul)$/

/** All text in these nodes, with a line's end for each `<br>` and spaces around blocks. */
export function textOf(nodes: ElementContent[]): string {
  return nodes.map(textOfNode).join('')
}

function textOfNode(node: ElementContent): string {
  if (node.type === 'text') return node.value
  if (!isElement(node)) return ''
  if (node.tagName === 'br') return '\n'
  const inside = textOf(node.children)
  return isSetApart(node) ? ` ${inside} ` : inside
}

/** The same of nodes that stand on one line, or null when it is longer than `most`: no more of it is read. */
export function textUpTo(nodes: ElementContent[], most: number): string | null {
  let read = ''
  for (const node of nodes) {
    const words =
      isElement(node) && node.tagName !== 'br'
        ? textUpTo(node.children, most - read.length)
        : textOfNode(node)
    if (words === null || read.length + words.length > most) return null
    read += words
  }
  return read
}

/** How long the text in each element is, of all elements in these nodes: asked of one by one, each level would read it again. */
export function textLengths(nodes: ElementContent[]): ReadonlyMap<Element, number> {
  const lengths = new Map<Element, number>()
  const measure = (node: ElementContent): number => {
    if (node.type === 'text') return node.value.length
    if (!isElement(node)) return 0
    const inside = node.children.reduce((sum, child) => sum + measure(child), 0)
    lengths.set(node, inside)
    if (node.tagName === 'br') return 1
    return isSetApart(node) ? inside + 2 : inside
  }
  nodes.forEach(measure)
  return lengths
}

/** Whether an element stands apart from the words around it. */
export function isSetApart(node: Element): boolean {
  return apart.test(node.tagName)
}

/** Text on one line, without white space around it. */
export function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim()
}

/** Whether anything in these nodes can be seen: text, a picture, a line. */
export function isVisible(nodes: ElementContent[]): boolean {
  return nodes.some((node) => {
    if (node.type === 'text') return node.value.trim() !== ''
    return isElement(node) && (['img', 'hr'].includes(node.tagName) || isVisible(node.children))
  })
}

/** The nodes that an article may have, of any. */
export function contentOf(nodes: readonly { type: string }[]): ElementContent[] {
  return nodes.filter(isContent)
}

function isContent(node: { type: string }): node is ElementContent {
  return node.type === 'element' || node.type === 'text' || node.type === 'comment'
}

/** What is in an element, also when it is a template, which a parser keeps apart. */
export function childrenOf(node: Element): ElementContent[] {
  return node.content ? contentOf(node.content.children) : node.children
}

/** Every element in these nodes, in the order of the text. */
export function* elementsIn(nodes: ElementContent[]): Generator<Element> {
  for (const node of nodes)
    if (isElement(node)) {
      yield node
      yield* elementsIn(node.children)
    }
}

function isBlank(node: ElementContent | undefined): boolean {
  return isElement(node, 'br') || (node?.type === 'text' && node.value.trim() === '')
}

/** Without white space and line breaks at either end. */
export function trimmed(nodes: ElementContent[]): ElementContent[] {
  const all = [...nodes]
  while (isBlank(all[0])) all.shift()
  while (isBlank(all.at(-1))) all.pop()
  const first = all[0]
  if (first?.type === 'text') all[0] = { ...first, value: first.value.trimStart() }
  const last = all.at(-1)
  if (last?.type === 'text') all[all.length - 1] = { ...last, value: last.value.trimEnd() }
  return all
}

/** Inline text: the marks we know stay, everything else leaves its text behind. */
import type { Element, ElementContent } from 'hast'
import { embedAsLink } from './sanitise-embed.ts'
import { attributeOf, classesOf, element, isElement, isVisible, text } from './sanitise-node.ts'
import type { Notebook } from './sanitise-notebook.ts'

type Nodes = ElementContent[]

const marks: ReadonlySet<string> = new Set(
  'a abbr cite code del em ins kbd mark q s samp small strong sub sup var'.split(' '),
)
const ours = ['footnote-ref', 'footnote-back', 'credit']
const renamed: Record<string, string> = { b: 'strong', i: 'em', strike: 's', tt: 'code' }
/** Block elements in a place where only a line may stand: their text is kept apart by a space. */
const spaced = /^(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|section|article|figure|table|tr|td)$/

// No reader can see them, and PostgreSQL does not store the first.
// oxlint-disable-next-line eslint/no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Written as a character of its own (`&#13;`), which a browser that reads it again takes for the end of a line. */
const carriageReturn = /\r\n?/g

/** Turns one node into inline content; blocks leave their text behind. */
export function toInline(node: ElementContent, notebook: Notebook, inLink = false): Nodes {
  if (node.type === 'text')
    return [text(node.value.replaceAll(carriageReturn, '\n').replace(control, ''))]
  if (!isElement(node)) return notebook.comment(node)
  const marked = notebook.markerOf(node)
  if (marked) return [marked.marker, ...(marked.notice ? [] : toPlain(node, notebook, inLink))]
  return toPlain(node, notebook, inLink)
}

function toPlain(node: Element, notebook: Notebook, inLink: boolean): Nodes {
  const link = embedAsLink(node)
  if (link && !inLink) return [link]
  if (notebook.drops(node)) return notebook.drop(node)
  const tagName = renamed[node.tagName] ?? node.tagName
  const isLink = tagName === 'a'
  if (tagName === 'br' || tagName === 'wbr') return [element(tagName, [])]
  if (tagName === 'hr') return [text(' ')]
  if (tagName === 'img') return toImage(node, notebook)
  const inside = node.children.flatMap((child) => toInline(child, notebook, inLink || isLink))
  if (isLink && (inLink || !notebook.linkable(node))) return inside
  if (marks.has(tagName) || isCredit(node)) return withMark(tagName, node, inside)
  return spaced.test(tagName) ? [text(' '), ...inside, text(' ')] : inside
}

function withMark(tagName: string, node: Element, inside: Nodes): Nodes {
  // A class that marks the cut has been read; kept, it would be read again.
  const className = classesOf(node).filter((name) => ours.includes(name))
  if (isVisible(inside)) return [element(tagName, inside, { ...node.properties, className })]
  // Nothing to see: a marker in it stays, and so do spaces and line breaks.
  return inside
}

function toImage(node: Element, notebook: Notebook): Nodes {
  if (!notebook.showable(node)) return []
  return [element('img', [], { alt: attributeOf(node, 'alt'), ...node.properties })]
}

function isCredit(node: Element): boolean {
  const { className } = node.properties
  return node.tagName === 'span' && Array.isArray(className) && className[0] === 'credit'
}

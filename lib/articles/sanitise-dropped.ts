/** What has no place in an article, and how it is told that it was left out. */
import type { Element } from 'hast'
import { attributeOf, oneLine, textOf } from './sanitise-node.ts'

/** Elements that go with everything in them. */
const droppedWithText: ReadonlySet<string> = new Set([
  'applet',
  'audio',
  'base',
  'button',
  'canvas',
  'datalist',
  'dialog',
  'embed',
  'fieldset',
  'form',
  'frame',
  'frameset',
  'iframe',
  'input',
  'link',
  'map',
  'math',
  'menu',
  'meta',
  'meter',
  'nav',
  'noembed',
  'noframes',
  'noscript',
  'object',
  'optgroup',
  'option',
  'output',
  'param',
  'plaintext',
  'portal',
  'progress',
  'rp',
  'script',
  'select',
  'slot',
  'source',
  'style',
  'svg',
  'template',
  'textarea',
  'title',
  'track',
  'video',
  'xmp',
])

/** Machine text, of which only the length is told. */
const machineText = ['script', 'style', 'template']
/** Said only when there was text or an address in them. */
const silentWhenEmpty = ['link', 'meta', 'base', 'source', 'param', 'track', 'input', 'rp']

/** Whether what is in it is for machines, and no text. */
export function isCode(node: Element): boolean {
  return node.tagName === 'script' || node.tagName === 'style'
}

export function isDropped(node: Element): boolean {
  return droppedWithText.has(node.tagName)
}

/** One line for the person who imports: which element, its address, its text. Null for nothing of note. */
export function describeDropped(node: Element): string | null {
  const name = `<${node.tagName}>`
  const words = oneLine(textOf(node.children))
  if (machineText.includes(node.tagName))
    return words === '' ? name : `${name} (${words.length} characters)`
  const address = attributeOf(node, 'src') || attributeOf(node, 'data')
  const told = [name, address, words].filter(Boolean).join(' ')
  return told === name && silentWhenEmpty.includes(node.tagName) ? null : told
}

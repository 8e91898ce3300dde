/** Every address that an answer names, wherever it stands in it. */
import type { Element, Root, RootContent } from 'hast'
import rehypeParse from 'rehype-parse'
import { unified } from 'unified'
import { type Answer, headerOf } from './request.ts'

/** An address, whole, and where in the answer it stands. */
export type Found = { address: URL; where: string }

/** Attributes that hold an address, in the spelling of the tree; every other is looked at for one that begins like one. */
const attributes = new Set(
  'href src action formAction poster data cite background manifest longDesc xLinkHref profile'.split(
    ' ',
  ),
)

const parser = unified().use(rehypeParse)

/** Every element of a document, those of templates too. */
export function elementsOf(html: string): Element[] {
  const elements: Element[] = []
  const visit = (node: Root | RootContent) => {
    if (node.type === 'element') elements.push(node)
    if (node.type === 'element' && node.content) visit(node.content)
    if ('children' in node) node.children.forEach(visit)
  }
  visit(parser.parse(html))
  return elements
}

/** The words of an element itself: of a script or a style all there is. */
export const textOf = ({ children }: Element) =>
  children.map((child) => (child.type === 'text' ? child.value : '')).join('')

/** All addresses that an answer to `asked` names: in its head, and in its body as `text` by its type. */
export function addressesIn(answer: Answer, text: string, asked: URL): Found[] {
  const type = headerOf(answer, 'Content-Type')
  const raw = [...inHead(answer), ...inBody(type, text)]
  return raw.flatMap(([written, where]): Found[] => {
    const address = resolve(written, asked)
    return address === null ? [] : [{ address, where }]
  })
}

type Written = [address: string, where: string]

function resolve(written: string, asked: URL): URL | null {
  const plain = written.trim()
  if (plain === '') return null
  const url = URL.parse(plain, asked)
  return url !== null && /^https?:$/.test(url.protocol) ? url : null
}

function inHead(answer: Answer): Written[] {
  return answer.headers.flatMap(([name, value]): Written[] => {
    const where = `header ${name}`
    if (/^(?:content-)?location$/i.test(name)) return [[value, where]]
    // A policy says patterns, not addresses.
    if (/^content-security-policy/i.test(name)) return []
    if (/^refresh$/i.test(name)) return [[value.replace(/^.*?url=/i, ''), where]]
    const linked = /^link$/i.test(name) ? [...value.matchAll(/<([^>]*)>/g)] : []
    return [
      ...linked.map(([, address = '']): Written => [address, where]),
      ...whole(value).map((address): Written => [address, where]),
    ]
  })
}

function inBody(type: string, text: string): Written[] {
  if (type.startsWith('text/html')) return elementsOf(text).flatMap(inElement)
  if (type.startsWith('text/css')) return inStyle(text).map((one) => [one, 'style sheet'])
  if (/javascript/.test(type)) return inScript(text).map((one) => [one, 'script'])
  if (/json/.test(type)) return inJson(text).map((one) => [one, 'data'])
  // A payload of React's, a feed, a list for crawlers, text.
  if (/x-component/.test(type)) return inScript(text).map((one) => [one, 'payload'])
  return whole(text).map((one) => [one, type])
}

function inElement(element: Element): Written[] {
  const { tagName, properties } = element
  const named = Object.entries(properties).flatMap(([name, value]): Written[] => {
    // Random, and may begin with a slash.
    if (name === 'nonce' || name === 'integrity') return []
    const said = Array.isArray(value) ? value.join(' ') : String(value ?? '')
    const where = `${tagName} ${name}`
    if (/srcset/i.test(name)) return candidates(said).map((one) => [one, where])
    if (name === 'style') return inStyle(said).map((one) => [one, where])
    if (name === 'ping') return said.split(' ').map((one) => [one, where])
    if (attributes.has(name)) return [[said, where]]
    return beginsLikeOne(said) ? [[said, where]] : whole(said).map((one) => [one, where])
  })
  const text = textOf(element)
  const shown = whole(text).map((one): Written => [one, `${tagName} text`])
  return [...named, ...shown, ...inRefresh(element), ...inside(element, text)]
}

/** `0; url=/somewhere` */
function inRefresh({ tagName, properties }: Element): Written[] {
  if (tagName !== 'meta' || !/refresh/i.test(String(properties.httpEquiv))) return []
  const [, address = ''] = /url\s*=\s*['"]?([^'"]*)/i.exec(String(properties.content)) ?? []
  return [[address, 'meta refresh']]
}

function inside({ tagName, properties }: Element, text: string): Written[] {
  if (tagName === 'style') return inStyle(text).map((one) => [one, 'style'])
  if (tagName !== 'script') return []
  const type = properties.type ?? ''
  const where = `script ${type}`
  if (/json/.test(type)) return inJson(text).map((one) => [one, where])
  // Rules for fetching ahead name patterns, too.
  if (type === 'speculationrules')
    return inJson(text)
      .filter((one) => !one.includes('*'))
      .map((one) => [one, where])
  return inScript(text.replaceAll('\\"', '"')).map((one) => [one, 'inline script'])
}

const candidates = (srcset: string) =>
  srcset.split(',').flatMap((one) => one.trim().split(/\s+/).slice(0, 1))

const beginsLikeOne = (text: string) => /^\/(?![/\s])\S*$/.test(text)

/** Whole addresses in a text, of whatever kind. */
function whole(text: string): string[] {
  return [...text.matchAll(/\bhttps?:\/\/[^\s"'<>\\`)]+/g)].map(([one]) =>
    one.replaceAll('&amp;', '&').replace(/[.,;:]+$/, ''),
  )
}

function inStyle(css: string): string[] {
  return [...css.matchAll(/url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)/g)]
    .map(([, address, imported]) => address ?? imported ?? '')
    .filter((address) => !address.startsWith('data:'))
}

/** Texts between quotes that begin with a slash. What is put together while it runs is not found. */
function inScript(code: string): string[] {
  const plain = code.replaceAll(/"nonce":"[^"]*"/g, '')
  const quoted = [...plain.matchAll(/(["'`])(\/[A-Za-z][^"'`\s<>\\$]*)\1/g)]
  return [...quoted.map(([, , address = '']) => address), ...whole(code)]
}

function inJson(text: string): string[] {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(...(beginsLikeOne(value) ? [value] : whole(value)))
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  try {
    visit(JSON.parse(text))
  } catch {
    return whole(text)
  }
  return found
}

import { createHash } from 'node:crypto'
import { readAttributes, scanHtml, type Tag, UnreadableHtml } from './html-scan.ts'
import { speculationRules } from './speculation.ts'
import { type UsedStyles, useOf } from './used-styles.ts'

/** A page as it is sent: no script of a framework, and what a strict policy must admit of the rest. */
export type FinishedDocument = {
  html: string
  /** Sources for a Content-Security-Policy (`'sha256-…'`), each once. */
  inlineHashes: { scripts: string[]; styles: string[] }
}

/**
 * Thrown for a page that only Next's scripts in the browser could finish: cut as it is, it would lose
 * text. `what` says what was found. Whoever asked answers with another page.
 */
export class UnfinishedDocument extends Error {
  override name = 'UnfinishedDocument'
  readonly what: string

  constructor(what: string, options?: ErrorOptions) {
    super(`Only a script could finish this page: ${what}.`, options)
    this.what = what
  }
}

/**
 * Makes a document of a page that Next has finished: takes out its scripts, what is loaded ahead for
 * them, and the copy of the page as data that they start from. In the place of its style sheets it gets
 * the rules of them that it uses: nothing has to be fetched before it is seen. Everything else stays byte
 * for byte, and the rules for what a browser may fetch ahead are added to its head.
 *
 * Throws `UnfinishedDocument` for a page with parts that came late (a suspended part, an error that
 * a boundary in the browser would show), and for a script that it does not know.
 */
export function toDocument(html: string, usedStyles: UsedStyles = () => null): FinishedDocument {
  const use = useOf(html)
  const page: Reading = {
    html,
    styleOf: (href) => usedStyles(href, use),
    cuts: [],
    scripts: new Set(),
    styles: new Set(),
    part: 'head',
    svg: 0,
  }
  try {
    scanHtml(
      html,
      (tag, openEnd) => readTag(page, tag, openEnd),
      (text) => refuseLateComment(text),
    )
  } catch (error) {
    if (error instanceof UnreadableHtml)
      throw new UnfinishedDocument(error.message, { cause: error })
    throw error
  }
  if (page.headEnd === undefined) throw new UnfinishedDocument('it has no head')
  if (!/<\/html>\s*$/.test(html)) throw new UnfinishedDocument('it breaks off')
  page.scripts.add(speculationRules.hash)
  return {
    html: withoutCuts(html, page.cuts, page.headEnd),
    inlineHashes: { scripts: [...page.scripts], styles: [...page.styles] },
  }
}

/** A place to leave out, and what stands there instead. */
type Cut = { start: number; end: number; instead?: string }

type Reading = {
  html: string
  styleOf: (href: string) => string | null
  /** In order. */
  cuts: Cut[]
  scripts: Set<string>
  styles: Set<string>
  part: 'head' | 'body'
  svg: number
  headEnd?: number
}

/** What `hidden` parts and templates of a stream are called: B (a boundary), S (a segment), P (a placeholder). */
const streamId = /^[A-Z]+:[\da-f]+$/i

function readTag(page: Reading, tag: Tag, openEnd: number): void {
  const attributes = () => readAttributes(page.html, tag.start, openEnd)
  switch (tag.name) {
    case '/head':
      page.headEnd ??= tag.start
      page.part = 'body'
      return
    case 'html':
      // Next's shell for a page that failed: empty, and filled in by its scripts.
      if (attributes().get('id') === '__next_error__')
        throw new UnfinishedDocument('it is the empty page of an error')
      return
    case 'script':
      return readScript(page, tag, openEnd)
    case 'link':
      return readLink(page, tag, attributes())
    case 'style':
      page.styles.add(hashOf(textBetween(page.html, tag, openEnd)))
      return
    case 'meta':
      return readMeta(page, tag, attributes())
    case 'title':
      if (page.part === 'body' && page.svg === 0)
        throw new UnfinishedDocument('its title came after its head')
      return
    case 'svg':
      page.svg += 1
      return
    case '/svg':
      page.svg -= 1
      return
    default:
      return readElement(page, tag, openEnd)
  }
}

/** Next's wrapper around metadata, which stays empty when they are in the head. */
const emptyWrapper = '<div hidden=""><!--$--><!--/$--></div>'

function readElement(page: Reading, tag: Tag, openEnd: number): void {
  const { html } = page
  if (tag.name === 'template') throw new UnfinishedDocument('it has a template')
  // React writes `hidden` first where it hides what came late, and so does Next's wrapper.
  if (!html.startsWith('hidden', tag.start + tag.name.length + 2)) return
  if (html.startsWith(emptyWrapper, tag.start)) {
    page.cuts.push({ start: tag.start, end: tag.start + emptyWrapper.length })
    return
  }
  const id = readAttributes(html, tag.start, openEnd).get('id') ?? ''
  if (streamId.test(id) || html.startsWith('<div hidden="">', tag.start))
    throw new UnfinishedDocument('a part of it came late')
}

/** `$?` waits, `$!` failed, `$~` is to be done in the browser. `$` and `/$` stand around what is there. */
function refuseLateComment(text: string): void {
  if (/^\$[?!~]/.test(text)) throw new UnfinishedDocument(`a part of it is missing (${text})`)
}

const dataTypes = new Set(['application/ld+json', 'application/json'])
/** What Next starts from: the copy of the page as data, and its bundler's list of files. */
const runtimeText =
  /^\s*(?:self\.__next_|\(self\.__next_|\(globalThis\["TURBOPACK"\]|\(globalThis\.TURBOPACK|requestAnimationFrame\(function\(\)\{\$RT=)/

function readScript(page: Reading, tag: Tag, openEnd: number): void {
  const attributes = readAttributes(page.html, tag.start, openEnd)
  const type = attributes.get('type') ?? ''
  const source = attributes.get('src')
  const text = textBetween(page.html, tag, openEnd)
  // After `<!--` and `<script` a browser and this scanner would not agree where the element ends.
  if (text.includes('<!--')) throw new UnfinishedDocument('a script has a comment of HTML in it')
  if (dataTypes.has(type)) return
  if (type === 'speculationrules') page.scripts.add(hashOf(text))
  else if (source?.startsWith('/_next/')) page.cuts.push(tag)
  else if (source === undefined && runtimeText.test(text)) page.cuts.push(tag)
  // `$RC` and its like put what came late into its place.
  else if (source === undefined)
    throw new UnfinishedDocument(`it has a script of its own (${text.slice(0, 40)})`)
}

function readLink(page: Reading, tag: Tag, attributes: Map<string, string>): void {
  const rel = attributes.get('rel')
  const style = rel === 'stylesheet' ? page.styleOf(attributes.get('href') ?? '') : null
  if (style !== null) {
    page.styles.add(hashOf(style))
    page.cuts.push({ ...tag, instead: `<style>${style}</style>` })
    return
  }
  const forScripts =
    rel === 'modulepreload' || (rel === 'preload' && attributes.get('as') === 'script')
  // Next has the browser connect to where it has just come from.
  const isConnected = rel === 'preconnect' && attributes.get('href') === '/'
  if ((forScripts && attributes.get('href')?.startsWith('/_next/')) || isConnected)
    page.cuts.push(tag)
  else if (page.part === 'body' && rel === 'canonical')
    throw new UnfinishedDocument('its canonical address came after its head')
}

function readMeta(page: Reading, tag: Tag, attributes: Map<string, string>): void {
  if (page.part === 'body') throw new UnfinishedDocument('its metadata came after its head')
  const name = attributes.get('name') ?? ''
  if (name === 'next-size-adjust' || saidBefore.test(name)) page.cuts.push(tag)
}

/** What Next says a second time: whoever reads `twitter:` reads `og:` where it says nothing. */
const saidBefore = /^twitter:(?!card$)/

function textBetween(html: string, tag: Tag, openEnd: number): string {
  return html.slice(openEnd, html.lastIndexOf('</', tag.end))
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function withoutCuts(html: string, cuts: Cut[], headEnd: number): string {
  const parts: string[] = []
  let from = 0
  const rules = { start: headEnd, end: headEnd, instead: speculationRules.element }
  for (const { start, end, instead } of [...cuts, rules].toSorted((a, b) => a.start - b.start)) {
    parts.push(html.slice(from, start))
    if (instead !== undefined) parts.push(instead)
    from = end
  }
  parts.push(html.slice(from))
  return parts.join('')
}

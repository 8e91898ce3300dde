import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type CssPart, joinCss, type Range, scanCss } from './css-scan.ts'

/** Of a page what a style sheet can ask for. */
export type PageUse = {
  /** Every element, and every class that one may have, the latter with a dot before it. */
  names: ReadonlySet<string>
  /** The characters beyond ASCII. */
  characters: readonly number[]
}

/**
 * What of a built style sheet a page can use, as the text of a `style` element; null for an address
 * where no built style sheet is.
 */
export type UsedStyles = (href: string, use: PageUse) => string | null

const builtSheet = /^\/_next\/(static\/[\w-]+\/[\w.~-]+\.css)$/

/**
 * Opens the style sheets of the build in `folder`, each read once. A rule is left out only where every
 * one of its selectors asks for an element or a class that the page does not have; a file of a typeface where none of its
 * characters is on the page, or could be typed in English; what is said of a custom property where no rule
 * for a class has it. `unread` is told of a sheet that cannot be read.
 */
export function openUsedStyles(folder: string, unread: (error: unknown) => void): UsedStyles {
  const sheets = new Map<string, CssPart[] | null>()
  return (href, use) => {
    const [, file] = builtSheet.exec(href) ?? []
    if (file === undefined) return null
    if (!sheets.has(href)) sheets.set(href, readSheet(path.join(folder, file), href, unread))
    const parts = sheets.get(href)
    return parts ? joinCss(usedBy(parts, use)) : null
  }
}

/** Null, and a page that asks for it as it always did, where a sheet cannot be read: it reads well late. */
function readSheet(file: string, href: string, unread: (error: unknown) => void): CssPart[] | null {
  try {
    return scanCss(withAbsoluteAddresses(readFileSync(file, 'utf8'), href))
  } catch (error) {
    unread(error)
    return null
  }
}

function usedBy(parts: CssPart[], use: PageUse): CssPart[] {
  const met = metBy(parts, use)
  const rules = textForClasses(met)
  return met.filter((part) => part.kind !== 'property' || rules.includes(part.name))
}

function metBy(parts: CssPart[], use: PageUse): CssPart[] {
  return parts.flatMap((part): CssPart[] => {
    if (part.kind === 'group') {
      const inner = metBy(part.parts, use)
      // An empty layer still has its place among the others.
      return inner.length > 0 || part.head.startsWith('@layer') ? [{ ...part, parts: inner }] : []
    }
    return isMet(part, use) ? [part] : []
  })
}

function isMet(part: Exclude<CssPart, { kind: 'group' }>, { names, characters }: PageUse) {
  switch (part.kind) {
    case 'rule':
      return part.needs.some((needed) => needed.every((name) => names.has(name)))
    case 'typeface':
      return part.ranges.length === 0 || part.ranges.some((range) => isFor(range, characters))
    case 'property':
    case 'other':
      return true
  }
}

/** A script may write something, and somebody may type it: what is for ASCII stays. */
function isFor([from, to]: Range, characters: readonly number[]): boolean {
  return from < 0x80 || characters.some((one) => from <= one && one <= to)
}

/** The rules for classes. Others set every custom property there is, for browsers that know none. */
function textForClasses(parts: CssPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'group') return textForClasses(part.parts)
      return part.kind === 'rule' &&
        part.needs.some((needed) => needed.some((name) => name.startsWith('.')))
        ? part.text
        : ''
    })
    .join('')
}

/** Addresses in a style sheet count from where it is; in a page they would count from there. */
function withAbsoluteAddresses(css: string, href: string): string {
  return css.replaceAll(
    /url\((["']?)(?![a-z]+:|\/|#)([^"')]+)\1\)/gi,
    (_, quote: string, address: string) =>
      `url(${quote}${new URL(address, `https://page.invalid${href}`).pathname}${quote})`,
  )
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
}

/** What a browser adds where nobody wrote it. */
const impliedElements = ['html', 'head', 'body', 'tbody', 'colgroup']

/** What a page can use. It may find more than there is, in the text of an attribute; never less. */
export function useOf(html: string): PageUse {
  const names = new Set(impliedElements)
  for (const [, element = ''] of html.matchAll(/<([a-z][\w-]*)/gi)) names.add(element.toLowerCase())
  for (const [, written = ''] of html.matchAll(/\sclass="([^"]*)"/gi)) {
    const value = written.replaceAll(
      /&(?:amp|lt|gt|quot|#x27);/g,
      (found) => entities[found] ?? found,
    )
    for (const one of value.split(/\s+/)) names.add(`.${one}`)
  }
  const beyond = html.match(/[^\0-\x7f]/gu) ?? []
  return { names, characters: [...new Set(beyond)].map((one) => one.codePointAt(0) ?? 0) }
}

/** The first and the last of some code points. */
export type Range = readonly [number, number]

/** A part of a style sheet, as it is written. */
export type CssPart =
  /** A style rule. `needs` has for each of its selectors the classes (`.a`) and elements (`b`) without which it meets nothing. */
  | { kind: 'rule'; text: string; needs: string[][] }
  /** A condition or layer around others: what stands before its brace, and what is in it. */
  | { kind: 'group'; head: string; parts: CssPart[] }
  /** A file of a typeface, with the ranges of characters that it is for; none: for all. */
  | { kind: 'typeface'; text: string; ranges: Range[] }
  /** What the browser is told of a custom property. */
  | { kind: 'property'; text: string; name: string }
  /** Whatever else there is: statements, animations. */
  | { kind: 'other'; text: string }

/** Thrown for a style sheet that no bundler of ours writes, and that is therefore not cut. */
export class UnreadableCss extends Error {
  override name = 'UnreadableCss'
}

const groups = /^@(?:media|supports|layer|container)\b/

/** Reads a style sheet into its parts. Joined by `joinCss` they are the sheet again. */
export function scanCss(css: string): CssPart[] {
  const parts: CssPart[] = []
  let at = 0
  while (at < css.length) {
    const stop = nextStop(css, at, ';{}')
    if (stop === css.length && css.slice(at).trim() === '') break
    if (css[stop] !== '{') {
      if (css[stop] === '}') throw new UnreadableCss('a brace is closed that was not opened')
      parts.push({ kind: 'other', text: css.slice(at, stop + 1) })
      at = stop + 1
      continue
    }
    const end = endOfBlock(css, stop)
    parts.push(partOf(withoutSpace(css.slice(at, stop)), css.slice(stop + 1, end)))
    at = end + 1
  }
  return parts
}

/** Without white space around it. A space that is escaped is part of a name: without it the brace would be. */
function withoutSpace(head: string): string {
  const bare = head.trim()
  let slashes = 0
  while (bare.at(-1 - slashes) === '\\') slashes++
  return slashes % 2 === 0 ? bare : `${bare} `
}

/** A style sheet of these parts. */
export function joinCss(parts: CssPart[]): string {
  return parts
    .map((part) => (part.kind === 'group' ? `${part.head}{${joinCss(part.parts)}}` : part.text))
    .join('')
}

function partOf(head: string, body: string): CssPart {
  if (groups.test(head)) return { kind: 'group', head, parts: scanCss(body) }
  const text = `${head}{${body}}`
  if (head === '@font-face') return { kind: 'typeface', text, ranges: rangesOf(body) }
  if (head.startsWith('@property'))
    return { kind: 'property', text, name: head.slice('@property'.length).trim() }
  if (head.startsWith('@')) return { kind: 'other', text }
  return { kind: 'rule', text, needs: selectorsOf(head).map(namesIn) }
}

/**
 * The place of the first of `stops` from `from` on that stands for itself: in no string, comment or
 * bracket, and not escaped. The end of the text where there is none.
 */
function nextStop(css: string, from: number, stops: string): number {
  let depth = 0
  for (let at = from; at < css.length; at += 1) {
    const one = css[at] ?? ''
    if (depth === 0 && stops.includes(one)) return at
    if (one === '\\') at += 1
    else if (one === '"' || one === "'") at = endOfString(css, at)
    else if (one === '/' && css[at + 1] === '*') at = endOfComment(css, at)
    else if (one === '(' || one === '[') depth += 1
    else if (one === ')' || one === ']') depth -= 1
  }
  return css.length
}

function endOfString(css: string, start: number): number {
  for (let at = start + 1; at < css.length; at += 1) {
    if (css[at] === '\\') at += 1
    else if (css[at] === css[start]) return at
  }
  throw new UnreadableCss('a string has no end')
}

function endOfComment(css: string, start: number): number {
  const end = css.indexOf('*/', start + 2)
  if (end === -1) throw new UnreadableCss('a comment has no end')
  return end + 1
}

/** The place of the brace that closes the one at `open`. */
function endOfBlock(css: string, open: number): number {
  let depth = 0
  for (let at = open; at < css.length; at = nextStop(css, at + 1, '{}')) {
    depth += css[at] === '{' ? 1 : -1
    if (depth === 0) return at
  }
  throw new UnreadableCss('a block has no end')
}

/** As `unicode-range` names them: `U+26`, `U+0-7F`, `U+4??`. */
function rangesOf(body: string): Range[] {
  const [, list = ''] = /unicode-range:([^;}]*)/i.exec(body) ?? []
  return [...list.matchAll(/U\+([\da-f]*)(\?*)(?:-([\da-f]+))?/gi)].map(
    ([, from = '', open = '', to]) => [
      Number.parseInt(from + open.replaceAll('?', '0'), 16),
      Number.parseInt(to ?? from + open.replaceAll('?', 'F'), 16),
    ],
  )
}

function selectorsOf(list: string): string[] {
  const selectors: string[] = []
  let from = 0
  while (from <= list.length) {
    const comma = nextStop(list, from, ',')
    selectors.push(list.slice(from, comma))
    from = comma + 1
  }
  return selectors
}

const nameOfOne = /(?:\\[\da-f]{1,6}\s?|\\.|[\w-]|[^\0-\x7f])+/iy

/** Classes and elements in a selector that stand in no bracket: what is in `:not(…)` or `:is(…)` need not be there. */
function namesIn(selector: string): string[] {
  const names: string[] = []
  let at = 0
  while (at < selector.length) {
    const one = selector[at] ?? ''
    if (one === '(' || one === '[') {
      at = nextStop(selector, at + 1, ')]') + 1
      continue
    }
    const marked = '.#:'.includes(one)
    nameOfOne.lastIndex = at + (marked ? 1 : 0)
    const [written = ''] = nameOfOne.exec(selector) ?? []
    if (written !== '' && one === '.') names.push(`.${unescape(written)}`)
    else if (written !== '' && !marked) names.push(unescape(written).toLowerCase())
    at += Math.max(1, written.length + (marked ? 1 : 0))
  }
  return names
}

function unescape(name: string): string {
  return name.replaceAll(/\\(?:([\da-f]{1,6})\s?|(.))/gi, (_, code?: string, one?: string) =>
    code === undefined ? (one ?? '') : characterOf(Number.parseInt(code, 16)),
  )
}

/** An escape of what is no character is one that stands for all of those (CSS Syntax 3, 4.3.7). */
function characterOf(code: number): string {
  const isNone = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
  return isNone ? '\ufffd' : String.fromCodePoint(code)
}

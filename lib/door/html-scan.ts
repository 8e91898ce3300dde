/** A tag of a finished document, with where it stands. Attributes are read when somebody asks. */
export type Tag = {
  /** In lower case; of a closing tag with the slash before it. */
  name: string
  start: number
  /** The place after `>`. */
  end: number
}

/** Thrown for HTML that no renderer of ours writes, and that is therefore not cut. */
export class UnreadableHtml extends Error {
  override name = 'UnreadableHtml'
}

/** What is in these is text whatever it looks like. React and the sanitiser escape it everywhere else. */
const rawText = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'iframe', 'xmp'])

/**
 * Calls `onTag` for each tag and `onComment` for each comment of `html`, in order. It reads what
 * React and rehype-stringify write: attribute values in quotes, which may hold `<` and `>`.
 *
 * For an element of raw text `onTag` is called once, with `end` after its closing tag. Throws
 * `UnreadableHtml` where a tag, comment or element of raw text has no end.
 */
export function scanHtml(
  html: string,
  onTag: (tag: Tag, openEnd: number) => void,
  onComment: (text: string) => void,
): void {
  let at = html.indexOf('<')
  while (at !== -1) {
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4)
      if (end === -1) throw new UnreadableHtml('a comment has no end')
      onComment(html.slice(at + 4, end))
      at = html.indexOf('<', end + 3)
      continue
    }
    const name = nameAt(html, at + 1)
    if (name === '') {
      at = html.indexOf('<', at + 1)
      continue
    }
    const openEnd = endOfTag(html, at)
    const end = rawText.has(name) ? endOfRawText(html, openEnd, name) : openEnd
    onTag({ name, start: at, end }, openEnd)
    at = html.indexOf('<', end)
  }
}

/** The attributes of the tag that begins at `start`, names in lower case, values as they are written. */
export function readAttributes(html: string, start: number, openEnd: number): Map<string, string> {
  const found = new Map<string, string>()
  const inside = html.slice(start, openEnd)
  for (const [, name = '', double, single] of inside.matchAll(
    /\s([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g,
  ))
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), double ?? single ?? '')
  return found
}

const tagName = /\/?[a-z][^\s/>]*/iy

function nameAt(html: string, at: number): string {
  tagName.lastIndex = at
  return tagName.exec(html)?.[0].toLowerCase() ?? ''
}

const tagStop = /[>"']/g

function endOfTag(html: string, start: number): number {
  let at = start
  for (;;) {
    tagStop.lastIndex = at
    const stop = tagStop.exec(html)
    if (!stop) throw new UnreadableHtml('a tag has no end')
    if (stop[0] === '>') return stop.index + 1
    const close = html.indexOf(stop[0], stop.index + 1)
    if (close === -1) throw new UnreadableHtml('the value of an attribute has no end')
    at = close + 1
  }
}

const closing = new Map([...rawText].map((name) => [name, new RegExp(`</${name}[\\s/>]`, 'gi')]))

function endOfRawText(html: string, from: number, name: string): number {
  const pattern = closing.get(name)
  if (!pattern) return from
  pattern.lastIndex = from
  const close = pattern.exec(html)
  if (!close) throw new UnreadableHtml(`<${name}> has no end`)
  return endOfTag(html, close.index)
}

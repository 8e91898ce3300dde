/** A run of plain text, or an address that somebody wrote, to be made a link by the page. */
export type Part = { kind: 'text'; text: string } | { kind: 'link'; href: string; label: string }

/** Lines of a paragraph, each of its parts. */
export type Paragraph = Part[][]

/** What a link shows of its address at most. */
const LONGEST_LABEL = 48

/**
 * A comment as a page shows it. Pages make elements of these parts and never HTML of the text, so
 * nothing in it can be anything but text.
 */
export function toParagraphs(body: string): Paragraph[] {
  return body.split(/\n{2,}/).map((paragraph) => paragraph.split('\n').map(toParts))
}

function toParts(line: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const found of line.matchAll(/\bhttps?:\/\/[^\s<>"“”]+/giu)) {
    const written = withoutPunctuation(found[0])
    const link = toLink(written)
    if (!link) continue
    if (found.index > at) parts.push({ kind: 'text', text: line.slice(at, found.index) })
    parts.push(link)
    at = found.index + written.length
  }
  if (at < line.length || parts.length === 0) parts.push({ kind: 'text', text: line.slice(at) })
  return parts
}

/** What ends a sentence after an address is not of it, nor a bracket that was opened before. */
function withoutPunctuation(written: string): string {
  const bare = written.replace(/[.,;:!?'’»…]+$/u, '')
  if (bare.endsWith(')') && !bare.includes('(')) return withoutPunctuation(bare.slice(0, -1))
  return bare
}

/** Null for what is no address, or names somebody before the host (`https://bank.example@evil.example`). */
function toLink(written: string): Part | null {
  if (!URL.canParse(written)) return null
  const { protocol, username, password, host, pathname, search, href } = new URL(written)
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return null
  const label = Array.from(`${host}${pathname === '/' ? '' : pathname}${search}`)
  return {
    kind: 'link',
    href,
    label:
      label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL).join('')}…` : label.join(''),
  }
}

/** Plain text: a saved article page, or something typed. */
import type { ElementContent } from 'hast'
import { isMarkerLine } from '../marker.ts'
import { isInvitation } from '../marker-invitation.ts'
import { element, oneLine, text } from '../sanitise-node.ts'
import { readPage } from './page.ts'
import type { FileReading } from './reading.ts'

/**
 * Reads plain text. Its first line is the title. Paragraphs are parted by empty lines, or by line
 * ends where there are none; lines wrapped at a fixed width are joined.
 */
export function readPlainText(source: string): FileReading {
  const lines = source.split('\n').map((line) => line.trim())
  if (lines.length > MOST_LINES)
    return { kind: 'refused', why: `It has more than ${MOST_LINES} lines, more than any article.` }
  const first = lines.findIndex((line) => line !== '')
  const title = oneLine(lines[first] ?? '').replace(/^#{1,3} /, '')
  if (isMarkerLine(title) || isInvitation(title))
    return { kind: 'refused', why: 'The marker is the first line. Write the title above it.' }
  return readPage(blocksOf(lines.slice(first + 1)), { title })
}

const MOST_LINES = 40_000

function blocksOf(lines: string[]): ElementContent[] {
  const groups = groupsOf(lines)
  return groups.flatMap((group, index) => {
    const [only = ''] = group
    const list = listOf(group)
    if (list) return [list]
    if (group.length === 1 && isHeading(only, groups[index + 1]))
      return [element('h2', [text(only)])]
    return paragraphsOf(group).map((paragraph) => element('p', [text(paragraph)]))
  })
}

/** Lines that stand together; a marker always stands alone. */
function groupsOf(lines: string[]): string[][] {
  const groups: string[][] = []
  let group: string[] = []
  const close = () => {
    if (group.length > 0) groups.push(group)
    group = []
  }
  for (const line of lines) {
    if (line === '' || isMarkerLine(line)) close()
    if (isMarkerLine(line)) groups.push([line])
    else if (line !== '') group.push(line)
  }
  close()
  return groups
}

function paragraphsOf(group: string[]): string[] {
  const joined = group.join(' ')
  // An invitation on two or three lines is one paragraph; a line that is one by itself stays alone.
  const invites = group.length <= 3 && isInvitation(joined) && !group.some(isInvitation)
  return isWrapped(group) || invites ? [joined] : group
}

/** A text editor wraps at a width: every line but the last is nearly as long as the longest. */
function isWrapped(group: string[]): boolean {
  const full = group.slice(0, -1).map((line) => line.length)
  if (full.length === 0) return false
  const longest = Math.max(...group.map((line) => line.length))
  return longest <= 110 && full.every((length) => length >= 40 && length >= longest - 25)
}

const bullet = /^(?:[-*•–]|(\d{1,3})[.)]) +/

function listOf(group: string[]): ElementContent | null {
  if (!group.every((line) => bullet.test(line))) return null
  const items = group.map((line) => element('li', [text(line.replace(bullet, ''))]))
  const number = bullet.exec(group[0] ?? '')?.[1]
  if (number === undefined) return element('ul', items)
  return element('ol', items, number === '1' ? {} : { start: Number(number) })
}

/** A short line without a full stop, above a paragraph, is a heading. */
function isHeading(line: string, next: string[] | undefined): boolean {
  return (
    line.length <= 70 &&
    /^[\p{Lu}\d]/u.test(line) &&
    !/[.!?:;,…"”’'|)\]]$/u.test(line) &&
    !/[|@]|^by /i.test(line) &&
    (next?.join(' ').length ?? 0) > 120
  )
}

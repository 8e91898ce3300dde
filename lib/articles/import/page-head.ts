/** What stands above the text of a page: title, shelves, byline, date, standfirst. */
import type { ElementContent } from 'hast'
import { holdsMarker } from '../cut.ts'
import { isElement } from '../sanitise-node.ts'
import { plainText } from '../text.ts'
import { namesIn, readByline } from './byline.ts'
import { lineOf } from './furniture.ts'
import { readDateLine } from './moment.ts'

type Nodes = ElementContent[]

export type PageHead = {
  shelves: string[]
  authors: string[]
  publishedAt?: Date
  revisedAt?: Date
  standfirst?: string
  dropped: string[]
}

const LOOKED_AT = 14
const LONGEST_STANDFIRST = 1200

const furniture =
  /^(?:share(?: this)?(?: article| story)?|print|save|listen(?: to (?:this )?article)?|e-?mail|copy link|facebook|twitter|x|linkedin|whatsapp|reddit|bluesky|threads|\d{1,3}[ -]min(?:ute)?s?(?: read)?|reading time:? .{1,20}|home|menu|search|sign in|log in|subscribe|skip to (?:main )?content|news|opinion|(?:exclusive|analysis|feature)s?)$/i

/**
 * Takes the head off a page. Reads no further than the first marker, so that nothing from below it
 * can become the standfirst, which everybody sees.
 */
export function takeHead(blocks: Nodes, title: string, known: string | undefined) {
  const head: PageHead = { shelves: [], authors: [], dropped: [] }
  if (known !== undefined) head.standfirst = known
  const kept: Nodes = []
  let at = 0
  for (; at < Math.min(blocks.length, LOOKED_AT); at++) {
    const block = blocks[at]
    // What stands in one block with a marker may stand below it.
    if (!block || holdsMarker(block)) break
    const line = lineOf(block)
    if (isElement(block, 'figure')) kept.push(block)
    else if (line === title || line === known) continue
    else if (isElement(block, 'ul', 'ol') || !takeLine(line, head)) {
      if (!mayBeStandfirst(block, head)) break
      head.standfirst = plainText({ type: 'root', children: [block] }).replace(/\s+/g, ' ')
    }
  }
  return { head, body: [...kept, ...blocks.slice(at)] }
}

function mayBeStandfirst(block: ElementContent, head: PageHead): boolean {
  return (
    head.standfirst === undefined &&
    isElement(block, 'p') &&
    lineOf(block) !== '' &&
    lineOf(block).length <= LONGEST_STANDFIRST
  )
}

/** Takes a line that says something about the article, or is furniture; false when it is text. */
function takeLine(line: string, head: PageHead): boolean {
  const parts = line.split(/ *[|•·] */).filter(Boolean)
  if (parts.length > 1 && parts.some((part) => isDetail(part)))
    return parts.every((part) => isDetail(part) || namesIn(part).length > 0) && takeAll(parts, head)
  if (line.includes('|') && isShelves(parts) && head.shelves.length === 0) {
    head.shelves = parts.filter((part) => !/^(?:home|start)$/i.test(part))
    return true
  }
  return takeDetail(line, head)
}

function takeAll(parts: string[], head: PageHead): boolean {
  for (const part of parts) if (!takeDetail(part, head)) head.authors.push(...namesIn(part))
  return true
}

function isDetail(part: string): boolean {
  return readByline(part) !== null || readDateLine(part) !== null || furniture.test(part)
}

function takeDetail(line: string, head: PageHead): boolean {
  const names = readByline(line)
  const date = readDateLine(line)
  if (names) head.authors.push(...names.filter((name) => !head.authors.includes(name)))
  else if (date?.kind === 'published') head.publishedAt ??= date.at
  else if (date) head.revisedAt ??= date.at
  else if (furniture.test(line)) head.dropped.push(line)
  else return false
  return true
}

function isShelves(parts: string[]): boolean {
  return (
    parts.length > 1 &&
    parts.length <= 8 &&
    parts.every((part) => part.length <= 40 && !/[.!?]$/.test(part))
  )
}

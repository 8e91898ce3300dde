/** What stands around an article on a page and is no part of it. */
import type { ElementContent } from 'hast'
import { holdsMarker } from '../cut.ts'
import { attributeOf, elementsIn, isElement, oneLine, textOf } from '../sanitise-node.ts'

type Nodes = ElementContent[]
type Source = { name?: string; url?: string }

/** Lines that are furniture wherever they stand. */
const anywhere =
  /^(?:advertisement|sponsored(?: content)?|promoted|(?:story|article) continues (?:below|after).{0,30}|(?:skip|scroll) (?:past|to) .{1,40})$/i

/** Lines under which nothing of the article follows. */
const endings = [
  /^sources?(?: link)?(?: ?:.{0,200})?$/i,
  /^(?:(?:read|view|see) (?:the |this )?original|(?:this (?:article|story) (?:was )?)?(?:first|originally) (?:published|appeared)).{0,200}$/i,
  /^related(?: (?:articles?|stories|posts?|reading|news|content|topics?|coverage))?:?$/i,
  /^more (?:from|on|in|about|stories|news|articles|like)\b.{0,40}$/i,
  /^(?:you (?:may|might) (?:also )?(?:like|enjoy)|recommended(?: for you)?|read (?:next|also|more)|see also|further reading|up next|most (?:read|popular|viewed)|trending(?: now)?|popular(?: now| posts)?|what to read next):?$/i,
  /^(?:(?:leave|post|write|add) (?:a |your )?(?:comment|reply)|\d{1,5} comments?|comments?(?: ?\(\d{1,5}\))?|no comments(?: yet)?|join the (?:discussion|conversation)|reader comments):?$/i,
  /^(?:stay (?:connected|in touch)|follow us(?: on .{1,30})?|connect with us|keep in touch|newsletters?|our newsletters?|(?:sign up|subscribe) (?:for|to) (?:our|the) .{0,40}newsletters?.{0,40}|(?:get|join) our newsletters?):?$/i,
  /^(?:latest(?: (?:articles?|news|stories|posts?|from .{1,30}))?|recent (?:articles|posts|stories)):?$/i,
  /^(?:©|\(c\)|copyright\b).{0,120}$|^.{0,80}\ball rights reserved\.?$/i,
  /^(?:about the authors?|share this(?: .{1,20})?|tags?:.{0,120}|filed under:.{0,120})$/i,
]

const LONGEST_LINE = 240

function isEnding(line: string): boolean {
  return line.length <= LONGEST_LINE && endings.some((pattern) => pattern.test(line))
}

/** An article without what follows it on its page. */
export type WithoutFurniture = { body: Nodes; dropped: string[]; source: Source }

/**
 * Leaves out what follows an article, and advertisements within it. The end is never before the
 * first marker, and never before a good part of the prose: a heading such as "Related" in the middle
 * of a text does not end it.
 */
export function withoutFurniture(blocks: Nodes): WithoutFurniture {
  const isFurniture = (block: ElementContent) => anywhere.test(lineOf(block)) && !holdsMarker(block)
  const kept = blocks.filter((block) => !isFurniture(block))
  const dropped = blocks.filter(isFurniture).map(lineOf)
  const marker = kept.findIndex(holdsMarker)
  const end = findEnd(kept, marker)
  if (end === -1) return { body: kept, dropped, source: {} }
  const tail = kept.slice(end)
  return {
    body: kept.slice(0, end),
    dropped: [...dropped, ...tail.map(lineOf).filter(Boolean)],
    source: sourceIn(tail),
  }
}

/** The first ending below the marker under which little of the prose stands. */
function findEnd(blocks: Nodes, marker: number): number {
  const words = blocks.map(proseWords)
  const all = words.reduce((sum, count) => sum + count, 0)
  let below = all
  for (const [index, block] of blocks.entries()) {
    if (index > marker && below <= 0.35 * all && isEnding(lineOf(block))) return index
    below -= words[index] ?? 0
  }
  return -1
}

function proseWords(node: ElementContent): number {
  if (!isElement(node, 'p')) return 0
  const line = lineOf(node)
  const words = line.split(' ').length
  return words >= 25 && /[.!?…]["”’)]?$/u.test(line) ? words : 0
}

export function lineOf(block: ElementContent): string {
  return oneLine(textOf([block]))
}

const sourceLine =
  /^(?:sources?(?: link)?|(?:read|view|see) (?:the |this )?original|(?:this (?:article|story) (?:was )?)?(?:first|originally) (?:published|appeared))/i

/** The link to where an article first stood, when it is recognisable among what follows it. */
function sourceIn(tail: Nodes): Source {
  const at = tail.findIndex((block) => {
    const line = lineOf(block)
    return line.length <= LONGEST_LINE && sourceLine.test(line)
  })
  const found = tail[at]
  if (!found) return {}
  const next = tail[at + 1]
  const nextIsLink = next !== undefined && /^https?:\/\/\S+$/.test(lineOf(next))
  const url = urlIn(found) ?? (next && nextIsLink ? urlIn(next) : undefined)
  const name = lineOf(found)
    .replace(/https?:\/\/\S+/g, '')
    .replace(sourceLine, '')
    .replace(
      /^ ?(?:article|story|post|link)?[\s:]*(?:at|by|in|on|here)?\b[\s:]*|[\s().–—-]+$/gi,
      '',
    )
  return {
    ...(url ? { url } : {}),
    ...(/^[\p{Lu}\d]/u.test(name) ? { name: name.slice(0, 120) } : {}),
  }
}

function urlIn(block: ElementContent): string | undefined {
  for (const link of elementsIn([block])) {
    const href = isElement(link, 'a') ? attributeOf(link, 'href') : ''
    if (/^https?:/.test(href)) return href
  }
  return /https?:\/\/[^\s<>"')\]]{3,1000}/.exec(lineOf(block))?.[0]
}

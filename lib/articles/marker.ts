/** How a marker is written. Every pattern here runs in linear time, on text of bounded length. */
import { MARKER } from './cut.ts'

/** By which of its spellings a marker was recognised. */
export type MarkerSpelling = 'comment' | 'element' | 'line' | 'invitation'

/** A marker that was found; `text` is what stood in its place and is not part of the article. */
export type FoundMarker = { spelling: MarkerSpelling; text: string }

/** The node that stands for a marker in a sanitised tree. */
export const markerNode = () => ({ type: 'comment' as const, value: MARKER })

/** Longer than any marker with generous spaces; what is longer is text. */
export const LONGEST_MARKER = 80

/** White space, also the kinds that cannot be seen. */
const spaces = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/g
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g

/** One spelling for all: no spaces, no case, no full-width letters, one kind of dash. */
function folded(value: string): string {
  if (value.length > LONGEST_MARKER) return ''
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(spaces, '')
    .replace(dashes, '-')
    .replaceAll('\\', '')
}

/** Whether a comment marks the cut: `paywall`, `more`, `members-only`. */
export function isMarkerComment(value: string): boolean {
  return /^-*(pay-?wall|more|members-?only)-*$/.test(folded(value))
}

/** Whether a class marks the cut: `paywall`, `paywall-marker`. */
export function isMarkerClass(name: string): boolean {
  return /^paywall(-marker)?$/i.test(name)
}

/** Whether a whole line marks the cut: `[paywall]`, `---paywall---`, or a comment seen as text. */
export function isMarkerLine(line: string): boolean {
  const it = folded(line)
  return (
    /^\[pay-?wall\]$/.test(it) ||
    /^-+pay-?wall-+$/.test(it) ||
    /^<!-+(pay-?wall|more|members-?only)-+>$/.test(it)
  )
}

/** Whether a line is no marker but may have been meant as one, so that a person should look. */
export function resemblesMarkerLine(line: string): boolean {
  const it = folded(line)
  return /^[^a-z0-9]/.test(it) && it.length <= 40 && resembles(it) && !isMarkerLine(line)
}

/** The same for a comment. */
export function resemblesMarkerComment(value: string): boolean {
  return resembles(folded(value)) && !isMarkerComment(value)
}

/** The same for a class. */
export function resemblesMarkerClass(name: string): boolean {
  return resembles(folded(name)) && !isMarkerClass(name)
}

function resembles(it: string): boolean {
  return /pay-?wal|pay-?wll|paywa|members?-?only|subscribers?-?only/.test(it)
}

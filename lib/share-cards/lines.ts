/** Breaks a headline into lines. Widths are parts of the size of the type; nothing here knows a typeface. */

/** What is not broken: a word, or a part of one after which a line may end. */
export type Piece = { text: string; spaced: boolean }

/** What is written without spaces, and broken between any two words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** A text in pieces: between them a line may end. `spaced`: a space stands before it. */
export function piecesOf(text: string, language: string): Piece[] {
  return text.split(' ').flatMap((word, at) =>
    partsOf(word, language).map((part, within) => ({
      text: part,
      spaced: at > 0 && within === 0,
    })),
  )
}

function partsOf(word: string, language: string): string[] {
  if (unspaced.test(word)) {
    const parts = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(word)]
    // What closes a sentence never begins a line.
    return parts.reduce<string[]>(
      (all, { segment, isWordLike }) =>
        isWordLike || all.length === 0
          ? [...all, segment]
          : [...all.slice(0, -1), `${all.at(-1)}${segment}`],
      [],
    )
  }
  return word.split(/(?<=[\p{L}\p{N}][-–—/])(?=[\p{L}\p{N}])/u)
}

/** Signs as people see them: of what is wider than a line, each may begin one. */
const signsOf = (text: string) =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(
    ({ segment }) => segment,
  )

/** Room for a headline: how wide a line is and how high they are together, in pixels. */
export type Room = { width: number; height: number }

/** How wide a piece is, and how wide a space, in parts of the size. */
export type Measure = { widthOf: (text: string) => number; space: number }

/** Lines of a text, the size of its type in pixels, and whether its end was left out. */
export type Fitted = { size: number; lines: Piece[][]; cut: boolean }

/** From one base line to the next, in parts of the size. */
export const LEADING = 1.08

/**
 * Sets a text as large as the room allows: in the first of these sizes in which all of it stands there. What has no room
 * in the last of them ends with an ellipsis. Lines are about as long as each other.
 */
export function fit(
  pieces: Piece[],
  measure: Measure,
  room: Room,
  sizes: readonly number[],
): Fitted {
  for (const size of sizes) {
    const lines = breakEvenly(pieces, measure, room.width / size)
    if (lines && lines.length <= linesIn(room, size)) return { size, lines, cut: false }
  }
  const size = sizes.at(-1) ?? 1
  return { size, lines: cutToFit(pieces, measure, room, size), cut: true }
}

const linesIn = ({ height }: Room, size: number) =>
  Math.max(1, Math.floor((height / size - 1) / LEADING) + 1)

function cutToFit(pieces: Piece[], measure: Measure, room: Room, size: number): Piece[][] {
  const width = room.width / size
  const small = pieces.flatMap((piece) =>
    measure.widthOf(piece.text) <= width
      ? [piece]
      : signsOf(piece.text).map((text, at) => ({ text, spaced: piece.spaced && at === 0 })),
  )
  for (let kept = small.length; kept > 0; kept--) {
    const lines = breakLines(kept < small.length ? ended(small, kept) : small, measure, width)
    if (lines && lines.length <= linesIn(room, size)) return lines
  }
  return [[{ text: '…', spaced: false }]]
}

/** After these an ellipsis says nothing. */
const closing = /[.,:;–—-]/

/** The first of these pieces, the last of them with an ellipsis in the place of whatever sign it ends with. */
function ended(pieces: Piece[], kept: number): Piece[] {
  const [last] = pieces.slice(kept - 1, kept)
  if (!last) return []
  let { text } = last
  while (closing.test(text.at(-1) ?? '')) text = text.slice(0, -1)
  return [...pieces.slice(0, kept - 1), { ...last, text: `${text}…` }]
}

/** Each line as full as can be; null when a piece is wider than a line. */
export function breakLines(
  pieces: Piece[],
  { widthOf, space }: Measure,
  width: number,
): Piece[][] | null {
  const lines: Piece[][] = []
  let used = 0
  for (const piece of pieces) {
    const own = widthOf(piece.text)
    if (own > width) return null
    const next = used + (piece.spaced ? space : 0) + own
    const line = lines.at(-1)
    if (line && next <= width) {
      line.push(piece)
      used = next
    } else {
      lines.push([piece])
      used = own
    }
  }
  return lines
}

/** As many lines as that takes, and none much longer than another: the narrowest measure that needs no more of them. */
function breakEvenly(pieces: Piece[], measure: Measure, width: number): Piece[][] | null {
  const full = breakLines(pieces, measure, width)
  if (!full || full.length < 2) return full
  let [narrow, wide, best] = [width / 2, width, full]
  for (let step = 0; step < 8; step++) {
    const middle = (narrow + wide) / 2
    const lines = breakLines(pieces, measure, middle)
    if (lines && lines.length === full.length) [wide, best] = [middle, lines]
    else narrow = middle
  }
  return best
}

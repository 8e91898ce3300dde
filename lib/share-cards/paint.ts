/** Sets lines and blocks of text as outlines, from the side where the publication's lines begin. */
import type { Identity } from '#lib/identity/identity.ts'
import { CARD } from './address.ts'
import type { Face } from './face.ts'
import { fit, LEADING, type Piece, piecesOf, type Room } from './lines.ts'
import { isRightToLeft, setWord } from './set.ts'

/** How far from the edges of a card its text begins, in pixels. */
export const MARGIN = 72

/** What of a publication bears on how its lines are set. */
type Setting = Pick<Identity, 'language' | 'direction'>

type Line = {
  base: number
  size: number
  colour: string
  face: Face
  start?: number
  tracking?: number
}

/** One line: what has no room on it ends with an ellipsis. */
export function setLine(setting: Setting, text: string, line: Line): string {
  const { base, size, colour, face, start = MARGIN, tracking = 0 } = line
  const room = { width: CARD.width - MARGIN - start, height: size }
  const { lines } = fitted(setting, text, { face, tracking, room, sizes: [size] })
  const [first = []] = lines
  return paint(setting, first, { base, size, colour, face, start, tracking })
}

type Block = {
  face: Face
  colour: string
  tracking: number
  top: number
  room: Room
  sizes: readonly number[]
}

export function setBlock(setting: Setting, text: string, block: Block): string {
  const { size, lines } = fitted(setting, text, block)
  const { face, colour, tracking, top } = block
  return lines
    .map((line, at) => {
      const base = Math.round(top + size * (0.82 + at * LEADING))
      return paint(setting, line, { base, size, colour, face, start: MARGIN, tracking })
    })
    .join('')
}

function fitted(
  { language }: Setting,
  text: string,
  { face, tracking, room, sizes }: Pick<Block, 'face' | 'tracking' | 'room' | 'sizes'>,
) {
  const measure = {
    widthOf: (piece: string) => setWord(face, piece, tracking).width,
    space: setWord(face, ' ', tracking).width,
  }
  return fit(piecesOf(text, language), measure, room, sizes)
}

/** The outlines of a line. Words of the other direction keep their order among themselves. */
function paint({ direction }: Setting, pieces: Piece[], line: Required<Line>): string {
  const { base, size, colour, face, start, tracking } = line
  const space = setWord(face, ' ', tracking).width * size
  const rightwards = direction === 'ltr'
  let x = rightwards ? start : CARD.width - start
  const paths: string[] = []
  for (const [at, { text, spaced }] of runsOf(pieces, rightwards).entries()) {
    const { width, glyphs } = setWord(face, text, tracking)
    const gap = spaced && at > 0 ? space : 0
    const left = rightwards ? x + gap : x - gap - width * size
    for (const { path, unit, x: beside, y: above } of glyphs) {
      const scale = size * unit
      const place = `translate(${print(left + beside * size)} ${print(base - above * size)}) scale(${scale.toFixed(6)} ${(-scale).toFixed(6)})`
      paths.push(`<path transform="${place}" d="${path}"/>`)
    }
    x = rightwards ? left + width * size : left
  }
  return `<g fill="${colour}">${paths.join('')}</g>`
}

/** Pieces in the order in which they are painted: those against the direction of the line are turned round, run by run. */
function runsOf(pieces: Piece[], rightwards: boolean): Piece[] {
  const runs: Piece[][] = []
  for (const piece of pieces) {
    const last = runs.at(-1)
    const against = isRightToLeft(piece.text) === rightwards
    if (against && last && isRightToLeft(last[0]?.text ?? '') === rightwards) last.push(piece)
    else runs.push([piece])
  }
  return runs.flatMap((run) => {
    if (run.length < 2) return run
    // The first of a run has the space before it, whichever word that is now.
    const spaces = run.map(({ spaced }) => spaced)
    return run.toReversed().map((piece, at) => ({ ...piece, spaced: spaces[at] ?? true }))
  })
}

const print = (value: number) => value.toFixed(2)

/** Sets words in a typeface: which glyphs they become, and where these stand. */
import { Buffer as Shaped, shape } from 'harfbuzzjs'
import type { Face, FacePart, SetWord } from './face.ts'

/** From right to left: what is written in these scripts. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Whether a word is read from right to left. */
export const isRightToLeft = (word: string) => rightToLeft.test(word)

/**
 * A text in characters that the typeface has. Signs that it lacks are left out (an emoji, say); null when it lacks a
 * letter or a figure, for nobody could read what is left.
 */
export function settable(face: Face, text: string): string | null {
  let kept = ''
  for (const sign of text.normalize('NFC').replace(/\s+/g, ' ')) {
    const plain = has(face, sign) ? sign : sign.normalize('NFKD')
    if (Array.from(plain).every((one) => has(face, one))) kept += plain
    else if (/[\p{L}\p{N}]/u.test(sign)) return null
  }
  return kept.replace(/ +/g, ' ').trim() || null
}

const has = ({ parts }: Face, sign: string) =>
  parts.some(({ covers }) => covers.has(sign.codePointAt(0) ?? -1))

/** Sets one word. `tracking` is added to the width of each glyph, in parts of the size. */
export function setWord(face: Face, word: string, tracking = 0): SetWord {
  const key = `${tracking} ${word}`
  const known = face.known.get(key)
  if (known) return known
  const runs = runsOf(face, word)
  const set: SetWord = { width: 0, glyphs: [] }
  for (const { part, text } of isRightToLeft(word) ? runs.toReversed() : runs)
    addRun(set, part, text, tracking)
  face.known.set(key, set)
  return set
}

function addRun(set: SetWord, part: FacePart, text: string, tracking: number): void {
  const shaped = new Shaped()
  shaped.addText(text)
  shaped.guessSegmentProperties()
  shape(part.font, shaped)
  const places = shaped.getGlyphPositions()
  const unit = 1 / part.unitsPerEm
  for (const [at, { codepoint }] of shaped.getGlyphInfos().entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = places[at] ?? {}
    const path = part.font.glyphToPath(codepoint)
    if (path !== '')
      set.glyphs.push({ path, x: set.width + xOffset * unit, y: yOffset * unit, unit })
    set.width += xAdvance * unit + tracking
  }
}

/** A word in pieces of which one file of the typeface has every character; a mark stays with its letter where it can. */
function runsOf({ parts }: Face, word: string): { part: FacePart; text: string }[] {
  const runs: { part: FacePart; text: string }[] = []
  for (const sign of word) {
    const code = sign.codePointAt(0) ?? -1
    const last = runs.at(-1)
    if (last?.part.covers.has(code)) {
      last.text += sign
      continue
    }
    const part = parts.find(({ covers }) => covers.has(code)) ?? parts[0]
    if (part) runs.push({ part, text: sign })
  }
  return runs
}

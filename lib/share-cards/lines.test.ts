import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit, type Fitted, LEADING, piecesOf } from './lines.ts'

/** Each sign half as wide as high, as in a typeface of a typewriter. */
const measure = { widthOf: (text: string) => Array.from(text).length / 2, space: 1 / 2 }
const room = { width: 1000, height: 300 }
const sizes = [100, 80, 60]

const said = ({ lines }: Fitted) =>
  lines
    .flat()
    .map(({ text, spaced }) => (spaced ? ` ${text}` : text))
    .join('')

const widths = ({ lines, size }: Fitted) =>
  lines.map((line) =>
    line.reduce(
      (sum, { text, spaced }, at) =>
        sum + (measure.widthOf(text) + (at > 0 && spaced ? measure.space : 0)) * size,
      0,
    ),
  )

test('a short headline is set large, a longer one smaller, and both whole', () => {
  const short = fit(piecesOf('Low water', 'en'), measure, room, sizes)
  const long = fit(
    piecesOf('One reading in eleven is missing and the gaps '.repeat(2).trim(), 'en'),
    measure,
    room,
    sizes,
  )
  expect([short.size, short.cut]).toEqual([100, false])
  expect([long.size, long.cut]).toEqual([60, false])
})

test('lines are about as long as each other', () => {
  const { lines } = fit(piecesOf('who ends up paying it', 'en'), measure, room, [100])
  expect(lines.map((line) => line.map(({ text }) => text))).toEqual([
    ['who', 'ends', 'up'],
    ['paying', 'it'],
  ])
})

test('a line may end after a hyphen, and between words that are written without spaces', () => {
  expect(piecesOf('roll-on berths', 'en').map(({ text }) => text)).toEqual([
    'roll-',
    'on',
    'berths',
  ])
  expect(piecesOf('潮が引いた。', 'ja').length).toBeGreaterThan(1)
  expect(piecesOf('潮が引いた。', 'ja').at(-1)?.text).toMatch(/.。$/)
})

test('whatever a headline is, it stands in its room, and is whole or ends with an ellipsis', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), {
        minLength: 1,
        maxLength: 60,
      }),
      (words) => {
        const text = words.join(' ').replace(/\s+/g, ' ').trim() || 'x'
        const fitted = fit(piecesOf(text, 'en'), measure, room, sizes)
        const { lines, size, cut } = fitted
        expect(size * (1 + (lines.length - 1) * LEADING)).toBeLessThanOrEqual(room.height)
        expect(Math.max(...widths(fitted))).toBeLessThanOrEqual(room.width + 0.001)
        expect(said(fitted) === text || (cut && said(fitted).endsWith('…'))).toBe(true)
      },
    ),
  )
})

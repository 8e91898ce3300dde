import { beforeAll, describe, expect, test } from 'vitest'
import { identity } from '../../publication.ts'
import { type CardFaces, drawCard, openFaces } from './draw.ts'
import { cardName, lookOf } from './look.ts'
import { settable } from './set.ts'

let faces: CardFaces
beforeAll(async () => {
  faces = await openFaces(identity.typefaces)
})

const words = { headline: 'Low water at Skelmouth', section: 'Ports', authors: ['Ada Quill'] }
const draw = (changes: Partial<typeof words> = {}, whose = identity) =>
  drawCard(whose, faces, { ...words, ...changes })

/** How many outlines there are in each colour, and how far they reach, in pixels. */
function reach(svg: string | null) {
  const places = [...(svg ?? '').matchAll(/translate\(([-\d.]+) ([-\d.]+)\) scale\(([\d.]+)/g)]
  const [xs, ys] = [places.map(([, x]) => Number(x)), places.map(([, , y]) => Number(y))]
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
    outlines: places.length,
  }
}

describe('the card of an article', () => {
  test('is made of outlines: none of its words is text in it', () => {
    const svg = draw() ?? ''
    expect(svg).toMatch(/^<svg .*<\/svg>$/)
    expect(svg).not.toMatch(/<text|Skelmouth|Ports|Quill/)
    // The letters of name, section, headline and byline.
    expect(reach(svg).outlines).toBe('TheLeadlinePortsLowwateratSkelmouthByAdaQuill'.length)
  })

  test('has the colours of the publication', () => {
    const { light } = identity.colours
    for (const colour of [light.paper, light.ink, light.accent, light['ink-soft']])
      expect(draw()).toContain(`fill="${colour}"`)
  })

  test('without section and byline is a card all the same', () => {
    expect(drawCard(identity, faces, { ...words, section: null, authors: [] })).toMatch(/^<svg /)
  })

  test.each([
    ['of one letter', 'X'],
    ['of three hundred characters', 'Who mends the wall? '.repeat(15).trim()],
    ['of one word without an end', 'Donaudampfschifffahrtsgesellschaft'.repeat(8)],
    [
      'with accents, figures and quotation marks',
      '“Où est l’eau?” Łódź asks, 1,200 m³ short; ầ, ș',
    ],
  ])('with a headline %s stays on its picture', (_, headline) => {
    const { left, right, bottom, outlines } = reach(draw({ headline }))
    expect(outlines).toBeGreaterThan(20)
    expect(left).toBeGreaterThanOrEqual(60)
    expect(right).toBeLessThanOrEqual(1200 - 72)
    expect(bottom).toBeLessThanOrEqual(590)
  })

  test.each(['水位が下がった', 'انخفض مستوى المياه', 'Вода ушла', 'Water, 水 and wind'])(
    'is not drawn where the typeface lacks a letter of its headline: %s',
    (headline) => {
      expect(draw({ headline })).toBeNull()
    },
  )

  test('leaves out a sign that the typeface lacks, and a section or names that it cannot set', () => {
    expect(settable(faces.headline, 'Low 🌊 water ☃')).toBe('Low water')
    expect(draw({ headline: 'Low 🌊 water at Skelmouth' })).toBe(draw())
    expect(draw({ section: '水' })).toBe(drawCard(identity, faces, { ...words, section: null }))
  })

  test('begins at the right where the publication does', () => {
    const svg = draw({}, { ...identity, direction: 'rtl' })
    expect(reach(svg).left).toBeGreaterThan(reach(draw()).left)
  })
})

test('the card of the publication says its name and what it is', () => {
  const svg = drawCard(identity, faces, null)
  expect(svg).toContain(`fill="${identity.colours.light.deep}"`)
  expect(reach(svg).outlines).toBe(`${identity.name}${identity.tagline}`.replaceAll(' ', '').length)
})

test('a card has another name when a word of it or the look of the publication is another', () => {
  expect(cardName(words)).toBe(cardName({ ...words }))
  const others = [{ headline: 'X' }, { section: 'X' }, { section: null }, { authors: [] }]
  const names = [words, ...others.map((one) => ({ ...words, ...one })), null].map(cardName)
  expect(new Set(names).size).toBe(6)
  const { light, dark } = identity.colours
  expect(
    lookOf({ ...identity, colours: { dark, light: { ...light, paper: '#ffffff' } } }),
  ).not.toBe(lookOf(identity))
  expect(lookOf({ ...identity, contactEmail: 'x@x.example' })).toBe(lookOf(identity))
})

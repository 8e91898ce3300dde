import { expect, test } from 'vitest'
import { identity } from '../../publication.ts'
import { contrast, unreadable } from './contrast.ts'
import type { Colour } from './identity.ts'

test.each<[Colour, Colour, number]>([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  // The grey that WCAG's own documents give as the palest that can be read on white.
  ['#767676', '#ffffff', 4.54],
  ['#ffffff', '#0000ff', 8.59],
])('%s and %s are %f apart, in either order', (one, other, apart) => {
  expect(contrast(one, other)).toBeCloseTo(apart, 2)
  expect(contrast(other, one)).toBeCloseTo(apart, 2)
})

test('every colour of the publication can be read on what it stands on', () => {
  expect(unreadable(identity)).toEqual([])
})

test('whoever picks a colour that cannot be read is told which, on what, and by day or by night', () => {
  const { light, dark } = identity.colours
  expect(
    unreadable({
      ...identity,
      colours: { light, dark: { ...dark, 'on-deep-soft': '#446060' } },
    }),
  ).toEqual([
    'colours.dark: on-deep-soft #446060 on deep #10302f is 2.07 to 1, and must be 4.5 to 1',
  ])
})

import { expect, test } from 'vitest'
import { contrast } from '#lib/identity/contrast.ts'
import { publication } from '#lib/publication.ts'
import { day, dayInks, type Inks, night } from './inks.ts'

test.each<[string, Inks]>([
  ['by day', day],
  ['by night', night],
])('names can be read on what they stand on, %s', (_, inks) => {
  expect(contrast(inks.ink, inks.region)).toBeGreaterThan(4.5)
  expect(contrast(inks.soft, inks.land)).toBeGreaterThan(4.5)
  expect(contrast(inks.soft, inks.sea)).toBeGreaterThan(4.5)
})

test('the region stands out from land, and land from water', () => {
  for (const { region, land, sea } of [day, night]) {
    expect(contrast(region, land)).toBeGreaterThan(1.25)
    expect(contrast(land, sea)).toBeGreaterThan(1.1)
  }
})

test('another palette makes another map', () => {
  const { light } = publication.colours
  expect(dayInks({ ...light, brass: '#3b9ac7' })).not.toEqual(day)
  expect(dayInks({ ...light, paper: '#ffffff', focus: '#000000' }).sea).toBe('#dbdbdb')
})

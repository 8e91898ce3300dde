import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { limits } from './limit-figures.ts'

const page = path.join(import.meta.dirname, '..', 'docs', 'operations.md')

const units = new Map([
  [60, 'a minute'],
  [3600, 'an hour'],
  [86_400, 'a day'],
])

const inWords = (seconds: number) => units.get(seconds) ?? `${seconds / 60} minutes`

test('docs/operations.md says of each limit what it is', () => {
  const rows = [...readFileSync(page, 'utf8').matchAll(/^\| `(\w+)` +\| ([^|]*?) +\|/gm)]
  const said = new Map(rows.map(([, name, figure]) => [name, figure]))
  for (const [name, { points, seconds }] of Object.entries(limits))
    expect([name, said.get(name)]).toEqual([name, `${points} in ${inWords(seconds)}`])
})

test('what is taken ahead divides what there is, or the last turns would be nobody’s', () => {
  for (const limit of Object.values(limits))
    expect(limit.points % ('ahead' in limit ? limit.ahead : 1)).toBe(0)
})

test('no two limits count under one name', () => {
  const names = Object.values(limits).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

import { describe, expect, test } from 'vitest'
import { readSearch, searchPath, spanOf, type SearchAsked } from './asked.ts'
import { markFound } from './marked.ts'
import { nearestWord, similarity } from './nearest-word.ts'

const empty: SearchAsked = {
  words: null,
  section: null,
  region: null,
  author: null,
  from: null,
  to: null,
  order: 'best',
  page: 1,
}

describe('an address', () => {
  test.each<[Record<string, string | string[]>, Partial<SearchAsked>, string[]]>([
    [{}, {}, []],
    [{ q: '  two\t words ' }, { words: 'two words' }, []],
    [{ q: ['a', 'b'] }, {}, []],
    [{ q: ' \u0000 ' }, {}, []],
    [{ q: 'x'.repeat(201) }, { words: 'x'.repeat(200) }, ['q']],
    [{ section: 'ports', region: 'North Sea' }, { section: 'ports' }, []],
    [{ author: "'; drop table" }, {}, []],
    [{ from: '2026-02-30', to: 'tomorrow' }, {}, ['from', 'to']],
    [{ from: '2026-03-02', to: '2026-03-01' }, { from: '2026-03-01', to: '2026-03-02' }, ['from']],
    [{ order: 'newest', page: '3' }, { order: 'newest', page: 3 }, []],
    [{ order: 'worst' }, {}, []],
  ])('%j', (query, asked, fields) => {
    const read = readSearch(query)
    expect(read?.asked).toEqual({ ...empty, ...asked })
    expect(read?.problems.map(({ field }) => field)).toEqual(fields)
  })

  test('whose page is no number has no search', () => {
    for (const page of ['0', 'x', '1.5', '999999']) expect(readSearch({ page })).toBeNull()
  })

  test('is written as it is read, without what says nothing', () => {
    expect(searchPath(empty)).toBe('/search')
    const full = { ...empty, words: 'a & b', section: 'ports', from: '2026-03-01', page: 2 }
    expect(searchPath(full)).toBe('/search?q=a+%26+b&section=ports&from=2026-03-01&page=2')
    const query = Object.fromEntries(new URL(searchPath(full), 'http://x').searchParams)
    expect(readSearch(query)?.asked).toEqual(full)
  })

  test('days begin and end in the zone of the publication, summer and winter', () => {
    expect(spanOf({ ...empty, from: '2026-03-29', to: '2026-03-29' })).toEqual({
      from: new Date('2026-03-29T00:00:00Z'),
      before: new Date('2026-03-29T23:00:00Z'),
    })
    expect(spanOf(empty)).toEqual({ from: null, before: null })
  })
})

test('what is marked becomes pieces, whatever marks stand in it', () => {
  expect(markFound('a \uE000b\uE001 c')).toEqual([
    { text: 'a ', found: false },
    { text: 'b', found: true },
    { text: ' c', found: false },
  ])
  expect(markFound('')).toEqual([])
  expect(markFound('\uE001x \uE000y')).toEqual([
    { text: 'x ', found: false },
    { text: 'y', found: true },
  ])
})

test('the nearest word is one with two mistakes at most, and none where there is the word itself', () => {
  const known = ['demurrage', 'harbour', 'estuary', 'Silt']
  expect(nearestWord('demurage', known)).toBe('demurrage')
  expect(nearestWord('harbuor', known)).toBe('harbour')
  expect(nearestWord('HARBOUR', known)).toBeNull()
  expect(nearestWord('parliament', known)).toBeNull()
  expect(similarity('word', 'word')).toBe(1)
})

import { expect, test } from 'vitest'
import { sanitise } from './sanitise.ts'
import { numbered, slugOf } from './slug.ts'
import { countWords, excerptOf, plainText } from './text.ts'

test('the text of an article keeps its blocks apart and has no footnote numbers in its words', () => {
  const { tree } = sanitise(
    '<h2>Head</h2><p>One<sup><a href="#fn1">1</a></sup> two</p><ul><li>a</li><li>b</li></ul><p id="fn1">Note</p>',
  )
  expect(plainText(tree).split(/\n+/)).toEqual(['Head', 'One two', 'a', 'b', 'Note'])
})

test('words are counted, also where no space parts them', () => {
  expect(countWords('One, two — three.')).toBe(3)
  expect(countWords('')).toBe(0)
  expect(countWords('海は広い')).toBeGreaterThan(1)
})

test('the excerpt is the standfirst, else the beginning of the preview, cut between words', () => {
  expect(excerptOf('The standfirst.', 'The preview.')).toBe('The standfirst.')
  expect(excerptOf('', 'The preview.\n\nGoes on.')).toBe('The preview. Goes on.')
  const sentence =
    'A sentence of a length that is neither short nor long, but just so, for this test to be made of.'
  expect(excerptOf('', `${sentence} ${sentence} ${sentence}`)).toBe(`${sentence} ${sentence}`)
  const cut = excerptOf('', 'word '.repeat(100))
  expect(cut).toMatch(/^(?:word )+word…$/)
  expect(cut.length).toBeLessThanOrEqual(201)
  expect(excerptOf('', 'x'.repeat(500)).length).toBeLessThanOrEqual(201)
  expect(excerptOf('', '')).toBe('')
})

test.each<[string, string]>([
  ['Low water at Skelmouth', 'low-water-at-skelmouth'],
  ['Æon, Łódź & Straße — “Größe”', 'aeon-lodz-and-strasse-grosse'],
  ["What the gauge reader's hand didn’t write", 'what-the-gauge-readers-hand-didnt-write'],
  ['  --- ', 'n'],
])('%j has the address %s', (name, slug) => {
  expect(slugOf(name)).toMatch(slug === 'n' ? /^n[0-9a-f]{10}$/ : new RegExp(`^${slug}$`))
})

test('an address is cut between words, and one in another script is stable', () => {
  const long = slugOf('several words '.repeat(20))
  expect(long.length).toBeLessThanOrEqual(80)
  expect(long).toMatch(/^(?:several|words)(?:-(?:several|words))*$/)
  expect(slugOf('潮の時計')).toBe(slugOf('潮の時計'))
  expect(slugOf('潮の時計')).not.toBe(slugOf('潮'))
  expect(numbered('a', 3)).toEqual(['a', 'a-2', 'a-3'])
})

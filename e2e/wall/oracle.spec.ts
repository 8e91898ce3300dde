/** The oracle bites: what is planted is found, and what is clean is clean. No browser, no server. */
import { expect, test } from '@playwright/test'
import { openOracle } from './oracle.ts'
import { cleanAnswer, plantsOfSentence, plantsOfSentinel } from './plants.ts'
import { stories } from './stories.ts'

const mark = 'qhzvwkfexajm'
const secret = `${mark}eapa`
const sentence = stories.early.paragraph
const oracle = openOracle(
  mark,
  [
    { owner: 'one', sentinels: [secret], texts: [sentence] },
    // A large vocabulary is harder: more of what stands between two words is a word itself.
    { owner: 'two', sentinels: [], texts: Object.values(stories.late).flat() },
    {
      owner: 'three',
      sentinels: [],
      texts: ['Every span of the table had a class of its own, a self and a value.'],
    },
  ],
  ['Seven words of this are public too.'],
)

for (const { how, answer } of plantsOfSentinel(secret))
  test(`a sentinel is found ${how}`, () => {
    expect(oracle.search(answer)).not.toHaveLength(0)
  })

for (const { how, answer } of plantsOfSentence(sentence))
  test(`${how} is found`, () => {
    expect(oracle.search(answer)).toContainEqual(expect.objectContaining({ owner: 'one' }))
  })

test('a picture is found by its name, and by any bytes of its own', () => {
  const picture = { hash: '0123456789abcdef'.repeat(2), pieces: [Buffer.from('bytes of its own')] }
  const own = openOracle(mark, [{ owner: 'one', sentinels: [], texts: [], picture }], [])
  for (const said of [picture.hash, picture.hash.toUpperCase(), 'a few bytes of its own, and more'])
    expect(own.search({ headers: [], body: Buffer.from(said) })).toContainEqual(
      expect.objectContaining({ owner: 'one' }),
    )
  const link: [string, string][] = [['Link', `</pictures/${picture.hash}/120.webp>; rel=preload`]]
  expect(own.search({ headers: link, body: Buffer.alloc(0) })).toHaveLength(1)
  expect(own.search({ headers: [], body: Buffer.from('bytes of another') })).toEqual([])
})

test('a clean page is clean', () => {
  expect(oracle.search(cleanAnswer)).toEqual([])
})

test('seven consecutive words are nobody’s secret', () => {
  const seven = sentence.split(' ').slice(0, 7).join(' ')
  expect(oracle.search({ headers: [], body: Buffer.from(seven) })).toEqual([])
})

test('words that stand in a public text as well are no leak', () => {
  const shared = openOracle(mark, [{ owner: 'one', sentinels: [], texts: [sentence] }], [sentence])
  expect(shared.search({ headers: [], body: Buffer.from(sentence) })).toEqual([])
})

test('half a sentinel is a leak, whoever it belongs to', () => {
  const found = oracle.search({ headers: [], body: Buffer.from(`<b>${mark}xx</b>`) })
  expect(found).toContainEqual(expect.objectContaining({ owner: null, where: 'body' }))
})

test('an answer that cannot be decoded is an error, never a pass', () => {
  const body = Buffer.from('not packed at all')
  expect(() => oracle.search({ headers: [['Content-Encoding', 'gzip']], body })).toThrow()
  expect(() => oracle.search({ headers: [['Content-Encoding', 'lzma']], body })).toThrow('lzma')
})

test('all words of all stories are told apart', () => {
  for (const [one, story] of Object.entries(stories))
    for (const [other, { end, paragraph }] of Object.entries(stories)) {
      const own = openOracle(
        mark,
        [{ owner: one, sentinels: [], texts: Object.values(story).flat() }],
        [],
      )
      const found = own.search({ headers: [], body: Buffer.from(`${paragraph} ${end}`) })
      expect(found.length > 0, `${other} in ${one}`).toBe(one === other)
    }
})

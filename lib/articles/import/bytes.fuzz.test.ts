import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuzz } from '../../testing/fuzz.ts'
import { cut } from '../cut.ts'
import { readDraft } from '../draft.ts'
import { printHtml, sanitise } from '../sanitise.ts'
import { known, slow } from './bytes.cases.ts'
import { readImport } from './read-import.ts'

export type GivenFile = { name: string; bytes: Uint8Array }

const fixtures = path.join(import.meta.dirname, 'fixtures')
const good = ['salt-on-the-rails.md', 'the-lock-keeper.html', 'the-tide-clock.txt', 'wrapped.txt']
  .map((name) => readFileSync(path.join(fixtures, name)))
  .map((bytes) => Uint8Array.from(bytes))

const names = fc.constantFrom('a.html', 'a.md', 'a.txt', 'a', 'a.HTM', 'a.zip', 'a.gz', 'a.docx')
const marks = fc.constantFrom<number[]>([], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff])
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .constantFrom('\0', '\u00ad', '\ud83d', '---\n', '<', '&', '[[', '\r', '\u2028')
    .map((one) => new TextEncoder().encode(one)),
)

/** An article with something else in the place of some of its bytes. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...good),
    fc.array(fc.tuple(fc.nat(), fc.nat(20), noise), { maxLength: 4 }),
  )
  .map(([bytes, wounds]) =>
    wounds.reduce((whole, [place, length, instead]) => {
      const at = place % (whole.length + 1)
      return Uint8Array.from([...whole.subarray(0, at), ...instead, ...whole.subarray(at + length)])
    }, bytes),
  )
const utf16 = fc
  .tuple(fc.constantFrom(...good), fc.nat(400))
  .map(([bytes, length]) =>
    Buffer.from(new TextDecoder().decode(bytes.subarray(0, length)), 'utf16le'),
  )
const keys = 'title topics access status source picture corrections __proto__ constructor <<'.split(
  ' ',
)
const frontMatter = fc
  .array(
    fc.tuple(
      fc.constantFrom(...keys),
      fc.oneof(
        fc.constantFrom(
          't',
          '&a',
          '*a',
          '[*a, *a]',
          '{ a: &b 1, c: *b }',
          '!!binary x',
          '|',
          '? x',
          '"',
        ),
        fc.string({ maxLength: 8 }),
        fc.json({ maxDepth: 3 }),
      ),
    ),
    { maxLength: 6 },
  )
  .map((fields) => `---\n${fields.map(([key, value]) => `${key}: ${value}`).join('\n')}\n---\ntext`)
  .map((one) => new TextEncoder().encode(one))

const content = fc.oneof(
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 4, arbitrary: spoilt },
  { weight: 1, arbitrary: utf16.map((bytes) => Uint8Array.from(bytes)) },
  { weight: 2, arbitrary: frontMatter },
  { weight: 1, arbitrary: spoilt.map((bytes) => Uint8Array.from(gzipSync(bytes))) },
)
const file = fc
  .tuple(names, marks, content)
  .map(([name, mark, bytes]): GivenFile => ({ name, bytes: Uint8Array.from([...mark, ...bytes]) }))

function holds({ name, bytes }: GivenFile): void {
  const reading = readImport(bytes, name)
  if (reading.kind === 'refused') {
    expect(reading.why).toMatch(/^[A-Z].{10}/)
    expect(reading.why).not.toMatch(/call stack|undefined|\[object/)
    return
  }
  const { draft } = reading
  // What the database would refuse, as a sentence or as a fault, is refused before.
  const read = readDraft(draft)
  if (read.kind === 'draft') expect(JSON.stringify(read.draft)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
  else expect(read.problems.length).toBeGreaterThan(0)
  expect(['free', 'registered', 'subscriber']).toContain(draft.accessLevel)
}

fuzz(
  'any bytes are an article or a sentence that says why not',
  { values: file, kept: known, runs: 300 },
  holds,
)

test('what is packed is refused for what it is', () => {
  for (const bytes of [gzipSync('<h1>a</h1>b'), Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0])])
    expect(readImport(bytes, 'a.html')).toEqual({
      kind: 'refused',
      why: expect.stringMatching(/^The file is an archive or packed .* Unpack it/),
    })
})

test('nothing in a file becomes a property of all objects', () => {
  for (const [what, { name, bytes }] of Object.entries(known))
    if (what.startsWith('the ')) readImport(bytes, name)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect('access' in {}).toBe(false)
})

// No clock is looked at: with a time that grows with the square of the length, these would not end before the test does.
test.each(Object.entries(slow))('as much as may be of %s is read to its end', (_, given) => {
  const reading = readImport(given.bytes, given.name)
  expect(reading.kind).toBe('article')
  if (reading.kind === 'article')
    printHtml(cut(sanitise(reading.draft.sourceHtml).tree, reading.draft.accessLevel).preview)
})

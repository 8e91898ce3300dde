import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { foldline } from './support/command.ts'
import { stack } from './support/stack.ts'

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'foldline import '))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A page as somebody saved it from a browser: the article, and all that stood around it. */
const saved = `The ropewalk at Ansel Reach – Tidewrack Review
Work | Labour | North Sea

The last ropewalk on the estuary is 340 metres long and has one employee, who walks it eleven times a day.

By Ottoline Farrow

The shed is longer than the village it stands in. From the door you cannot see the far end, only a narrowing of the light.

Subscribe for $5 a month to read the rest of this article.

Hanne Roeld walks backwards. The yarn is hooked to her belt, and the rope grows in front of her as she leaves it.

She has walked, by her own count, twice round the earth, and has never been further than the ferry.

Source: https://tidewrack-review.example/ropewalk
Related articles
The ferry that carries the shift
Leave a comment
Stay connected
Latest articles
`

const outcome = z.array(
  z.object({
    slug: z.string(),
    change: z.string(),
    access: z.string(),
    cut: z.string(),
    section: z.string(),
    source: z.object({ name: z.string(), url: z.string() }),
    dropped: z.array(z.string()),
  }),
)

test('a saved page in plain text is cut at its invitation to subscribe, and re-importing changes it', async ({
  request,
}) => {
  const file = path.join(folder, 'ropewalk.txt')
  writeFileSync(file, saved)
  const first = await foldline('import', file, '--publish', '--json')
  expect(first).toMatchObject({ code: 0, err: '' })
  const [article] = outcome.parse(JSON.parse(first.out))
  expect(article).toMatchObject({
    slug: 'the-ropewalk-at-ansel-reach',
    change: 'created',
    access: 'subscriber',
    cut: 'at_marker',
    section: 'Work',
    source: { name: 'Tidewrack Review', url: 'https://tidewrack-review.example/ropewalk' },
  })
  expect(article?.dropped.join('\n')).toContain('Leave a comment')

  const address = `${stack().site}/articles/the-ropewalk-at-ansel-reach`
  const page = await (await request.get(address)).text()
  expect(page).toContain('only a narrowing of the light')
  expect(page).toContain('id="subscribe-to-read-on"')
  expect(page).not.toContain('walks backwards')
  expect(page).not.toContain('to read the rest of this article')
  expect(page).not.toContain('Leave a comment')

  writeFileSync(file, saved.replace('340 metres', '341 metres'))
  const second = await foldline('import', file, '--publish', '--json')
  const [again] = outcome.parse(JSON.parse(second.out))
  expect(again).toMatchObject({ slug: 'the-ropewalk-at-ansel-reach', change: 'updated' })
  expect(await (await request.get(address)).text()).toContain('341 metres')
})

test('what is no article is refused with the reason, and the others are imported', async () => {
  const [empty, binary, good] = ['empty.md', 'binary.txt', 'good.md'].map((name) =>
    path.join(folder, name),
  )
  if (!empty || !binary || !good) throw new Error('Three paths were made above.')
  writeFileSync(empty, '')
  writeFileSync(binary, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))
  writeFileSync(good, '---\ntitle: A short notice of tides\n---\n\nThe tide tables are out.\n')
  const run = await foldline('import', empty, binary, path.join(folder, 'none.md'), good)
  expect(run.code).toBe(1)
  expect(run.out).toContain('a-short-notice-of-tides')
  for (const name of ['empty.md', 'binary.txt', 'none.md'])
    expect(run.err).toMatch(new RegExp(`${name}: refused, nothing was written\\. .+`))
})

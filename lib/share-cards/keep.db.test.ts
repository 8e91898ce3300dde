import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { DraftInput } from '#lib/articles/draft.ts'
import { readArticle } from '#lib/articles/read.ts'
import { saveArticle } from '#lib/articles/write.ts'
import { DAY, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { cardAddress, readCardName } from './address.ts'
import { readCardFile } from './file.ts'
import { printAllCards, printDueCards } from './keep.ts'
import { cardName } from './look.ts'
import { orderCards, type Press } from './order.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()

const byHand: Press = async (wanted) =>
  Promise.resolve(wanted.map((one) => Buffer.from(JSON.stringify(one))))
const press = vi.fn<Press>(byHand)
const print = async () => printDueCards(database.app, press)

async function save(slug: string, changes: Partial<DraftInput> = {}) {
  const saved = await saveArticle(
    database.app,
    {
      slug,
      headline: `Headline of ${slug}`,
      sourceHtml: '<p>Open.</p><!--paywall--><p>The rest names the bittern.</p>',
      accessLevel: 'subscriber',
      status: 'published',
      publishedAt: later(now, -1 * DAY),
      section: 'Rivers',
      authors: ['Ada Quill', 'Ben Marsh'],
      ...changes,
    },
    now,
  )
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
  return saved.id
}

const cardOf = async (slug: string) =>
  (await readArticle({ public: database.public, app: database.app }, slug, 'anonymous'))?.shareCard
const fileAt = async (address: string | null | undefined) => {
  const name = readCardName(address ?? '')
  return name === null ? null : readCardFile(database.public, name)
}

test('the publication has a card of its own, which is printed once', async () => {
  press.mockClear()
  await print()
  await print()
  expect(press.mock.calls).toEqual([[[null]]])
  expect(await fileAt(cardAddress(cardName(null)))).toEqual({ png: Buffer.from('null'), slugs: [] })
})

test('the card of an article has public words alone, and is read as everybody', async () => {
  await save('low-water')
  expect(await cardOf('low-water')).toBeNull()
  press.mockClear()
  expect(await print()).toBe(1)
  const words = {
    headline: 'Headline of low-water',
    section: 'Rivers',
    authors: ['Ada Quill', 'Ben Marsh'],
  }
  expect(press.mock.calls).toEqual([[[words]]])
  expect(await cardOf('low-water')).toBe(cardAddress(cardName(words)))
  expect(await fileAt(await cardOf('low-water'))).toEqual({
    png: Buffer.from(JSON.stringify(words)),
    slugs: ['low-water'],
  })
  expect(await print()).toBe(0)
})

let changing: string | undefined
const changes: [string, (id: string) => Promise<unknown>][] = [
  ['its headline', async (id) => save('changing', { id, headline: 'Another' })],
  ['its section', async (id) => save('changing', { id, section: 'Ports' })],
  ['who wrote it', async (id) => save('changing', { id, authors: ['Ben Marsh'] })],
  ['the name of its section', () => database.owner`update section set name = name || '!' `],
  ['the name of an author', () => database.owner`update author set name = name || '!'`],
]

test.each(changes)(
  'when %s changes, the old card is gone at once and another is printed',
  async (_, change) => {
    const id = await save('changing', changing === undefined ? {} : { id: changing })
    changing = id
    await print()
    const before = await cardOf('changing')
    expect(await fileAt(before)).not.toBeNull()
    await change(id)
    expect([await cardOf('changing'), await fileAt(before)]).toEqual([null, null])
    await print()
    const after = await cardOf('changing')
    expect(after).not.toBe(before)
    expect(await fileAt(after)).not.toBeNull()
  },
)

test('what is changed otherwise leaves the card as it is', async () => {
  const id = await save('steady')
  await print()
  const before = await cardOf('steady')
  await save('steady', {
    id,
    sourceHtml: '<p>Other.</p>',
    standfirst: 'Other.',
    accessLevel: 'free',
  })
  expect([await print(), await cardOf('steady')]).toEqual([0, before])
})

test('W56: what is withdrawn, or not published yet, has no card and no address of one', async () => {
  const id = await save('taken-back')
  await print()
  const address = await cardOf('taken-back')
  await save('taken-back', { id, status: 'withdrawn' })
  expect(await fileAt(address)).toBeNull()
  await save('taken-back', { id, status: 'published' })
  await print()
  expect(await fileAt(address)).not.toBeNull()
  // Dated anew, ahead: the words are the same, and nobody may see them.
  await save('taken-back', { id, publishedAt: later(now, DAY) })
  expect(await fileAt(address)).toBeNull()

  await save('draft', { status: 'draft' })
  const ahead = await save('ahead', { publishedAt: later(now, DAY) })
  press.mockClear()
  expect(await print()).toBe(0)
  await save('ahead', { id: ahead, publishedAt: later(now, -1) })
  expect(await print()).toBe(1)
})

test('two articles with the same words share an address, for as long as one is public', async () => {
  const twin = { headline: 'The same' }
  const [first] = [await save('twin-one', twin), await save('twin-two', twin)]
  await print()
  const address = await cardOf('twin-one')
  expect(await cardOf('twin-two')).toBe(address)
  expect((await fileAt(address))?.slugs.toSorted()).toEqual(['twin-one', 'twin-two'])
  await save('twin-one', { id: first, ...twin, status: 'withdrawn' })
  expect((await fileAt(address))?.slugs).toEqual(['twin-two'])
})

test('words that change while a card is printed keep it due', async () => {
  const id = await save('racing')
  await printDueCards(database.app, async (wanted) => {
    await save('racing', { id, headline: 'Overtaken' })
    return byHand(wanted)
  })
  expect(await cardOf('racing')).toBeNull()
  expect(await print()).toBe(1)
  expect((await fileAt(await cardOf('racing')))?.png.toString()).toContain('Overtaken')
})

test('a headline that cannot be set leaves no card, and is not tried again', async () => {
  await save('no-letters')
  await printDueCards(database.app, async (wanted) => Promise.resolve(wanted.map(() => null)))
  expect([await cardOf('no-letters'), await print()]).toEqual([null, 0])
})

test('while one prints, another prints nothing, and waits for nobody', async () => {
  await save('alone')
  const outcome = await printDueCards(database.app, async (wanted) => {
    expect(await print()).toBe(0)
    return byHand(wanted)
  })
  expect(outcome).toBe(1)
})

test('all are printed anew when somebody says so, more than one go of them', async () => {
  for (let made = 0; made < 22; made++) await save(`many-${made}`)
  await print()
  const far: number[] = []
  const printed = await printAllCards(database.app, (done) => far.push(done), press)
  const without = await database.owner`
    select slug from published_article p
     where not exists (select from published_share_card c where c.article_id = p.id)`
  expect(printed).toBeGreaterThan(22)
  expect([far.length > 1, far.at(-1)]).toEqual([true, printed])
  expect(without).toEqual([])
})

test('the press prints pictures of the size that pages name, in a process that ends', async () => {
  const [card, unset, own] = await orderCards([
    { headline: 'Low water at Skelmouth', section: 'Ports', authors: ['Ada Quill'] },
    { headline: '水', section: null, authors: [] },
    null,
  ])
  expect(unset).toBeNull()
  for (const png of [card, own]) {
    const { format, width, height, hasAlpha } = await sharp(png ?? undefined).metadata()
    expect({ format, width, height, hasAlpha }).toEqual({
      format: 'png',
      width: 1200,
      height: 630,
      hasAlpha: false,
    })
    expect(png?.length).toBeLessThan(40_000)
  }
})

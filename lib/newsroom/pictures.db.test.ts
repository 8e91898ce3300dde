import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { Fetched } from '#lib/pictures/fetch.ts'
import { memoryStorage } from '#lib/pictures/testing/memory.ts'
import { drawn } from '#lib/pictures/testing/pictures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { discardPicture, keepPicture, listKeptPictures, lookAtPicture } from './pictures.ts'
import { addStaff } from './staff.ts'

useTestEnvironment()
const database = useTestDatabase()
const operator = { id: null, label: 'Operator at the terminal' }
const about = {
  alt: 'A gate',
  caption: 'The gate',
  credit: 'M. Reyes',
  source: null,
  fileName: 'IMG_2041.jpg',
}
const storage = memoryStorage()

let count = 0
/** Each time another picture. */
const another = async (): Promise<Fetched> => ({
  kind: 'fetched',
  bytes: await drawn({ width: 40, height: 40 + ++count })
    .png()
    .toBuffer(),
})

const keep = (keeper: typeof operator | { id: string; label: string } = operator, open = another) =>
  keepPicture(database.app, storage, keeper, about, open)

async function kept() {
  const outcome = await keep()
  if (outcome.kind === 'refused') throw new Error(outcome.why)
  return outcome.picture
}

const audited = async () => {
  const rows = await database.owner`select action, detail ->> 'picture' as picture from audit_entry
    where detail ? 'picture' order by id desc limit 1`
  return rows[0]
}

test('what staff add and delete is in the audit log', async () => {
  const picture = await kept()
  expect(await audited()).toEqual({ action: 'Added a picture', picture: picture.id })
  expect(await lookAtPicture(database.app, picture.id)).toMatchObject({
    alt: 'A gate',
    caption: 'The gate',
    credit: 'M. Reyes',
    uses: [],
  })
  expect(await discardPicture(database.app, storage, operator, picture.id)).toBe('deleted')
  expect(await audited()).toEqual({ action: 'Deleted a picture', picture: picture.id })
  expect(await discardPicture(database.app, storage, operator, picture.id)).toBe('gone')
  expect(
    [...storage.held.keys()].filter((name) => picture.src.includes(name.slice(0, 32))),
  ).toEqual([])
})

test('a picture that an article shows stays, with its files', async () => {
  const picture = await kept()
  await database.owner`
    with shows as (
      insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                           access_level, has_gated_part, status)
      values ('shows-it', 'It is shown', 's', '', '', '', 0, 'subscriber', false, 'draft') returning id)
    insert into picture_use select id, ${picture.id}, 'gated' from shows`
  expect(await discardPicture(database.app, storage, operator, picture.id)).toBe('used')
  expect((await lookAtPicture(database.app, picture.id))?.uses).toEqual([
    { slug: 'shows-it', headline: 'It is shown', status: 'draft', part: 'gated' },
  ])
})

const page = async (at: number, search = '') => listKeptPictures(database.app, { search, page: at })

test('the list has the newest first, in numbered pages', async () => {
  for (let made = 0; made < 26; made++) await kept()
  const [first, second] = [await page(1), await page(2)]
  expect([first?.pictures.length, first?.page, first?.pages]).toEqual([24, 1, 2])
  expect([second?.page, second?.pages, await page(3)]).toEqual([2, 2, null])
  expect((first?.pictures.length ?? 0) + (second?.pictures.length ?? 0)).toBe(first?.found)
  const times = [...(first?.pictures ?? []), ...(second?.pictures ?? [])].map(({ createdAt }) =>
    createdAt.getTime(),
  )
  expect(times).toEqual(times.toSorted((a, b) => b - a))
})

test('a picture is found by every word that is said of it, and by the name of its file', async () => {
  const found = async (search: string) => (await page(1, search))?.found
  const said = {
    alt: 'A sluice at dusk',
    caption: '100% of the water',
    credit: 'Ö. Berg',
    source: 'https://x.example/a/Sluice_Night.webp',
    fileName: 'DSC0042.webp',
  }
  await keepPicture(database.app, storage, operator, said, another)
  for (const search of ['sluice', 'SLUICE dusk', '100%', 'berg water', 'e_nig', 'dsc0042'])
    expect([search, await found(search)]).toEqual([search, 1])
  for (const search of ['sluice dawn', '100_', 'dusk%berg', "'; --"])
    expect([search, await found(search)]).toEqual([search, 0])
  expect(await page(2, 'sluice')).toBeNull()
  expect(await found('  ')).toBe((await page(1))?.found)
})

test('nothing is opened for who does not say what it shows, or has had their turns', async () => {
  let opened = 0
  const counted = async () => {
    opened++
    return Promise.resolve({ kind: 'refused', why: 'not_found' } as const)
  }
  const silent = await keepPicture(database.app, storage, operator, { ...about, alt: ' ' }, counted)
  expect([silent.kind, opened]).toEqual(['refused', 0])
  const { readerId } = await addStaff(database.app, 'a test', {
    email: 'writer@example.org',
    name: null,
    role: 'writer',
  })
  const writer = { id: readerId, label: 'writer@example.org (writer)' }
  for (let tried = 0; tried < 121; tried++) await keep(writer, counted)
  expect(opened).toBe(120)
  expect(await keep(writer, counted)).toEqual({
    kind: 'refused',
    why: expect.stringContaining('120 pictures within an hour'),
  })
})

const fetched = (text: string) => async () =>
  Promise.resolve({ kind: 'fetched', bytes: Buffer.from(text) } as const)
const gone = async () => Promise.resolve({ kind: 'refused', why: 'not_public' } as const)

test('what cannot be fetched, or is no picture, is told in a sentence', async () => {
  expect(await keep(operator, fetched('<svg></svg>'))).toEqual({
    kind: 'refused',
    why: expect.stringContaining('An SVG can hold scripts'),
  })
  expect(await keep(operator, gone)).toEqual({
    kind: 'refused',
    why: expect.stringContaining('does not lead to the open internet'),
  })
})

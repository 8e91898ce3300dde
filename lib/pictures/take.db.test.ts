import { expect, test } from 'vitest'
import { deleteUnusedPicture, pictureById } from '#db/queries/pictures.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { removeFiles, takePicture } from './take.ts'
import { memoryStorage } from './testing/memory.ts'
import { drawn } from './testing/pictures.ts'

const database = useTestDatabase()
const about = {
  alt: 'A red field',
  caption: null,
  credit: 'M. Reyes',
  source: null,
  createdBy: null,
}
const red = drawn({ width: 600, height: 300 }).jpeg().toBuffer()

async function take(bytes: Uint8Array, storage = memoryStorage()) {
  const taken = await takePicture(database.app, storage, bytes, about)
  if (taken.kind === 'refused') throw new Error(taken.why)
  return { ...taken, storage }
}

test('a picture is noted when all its files are stored, under an address that says nothing of it', async () => {
  const { added, picture, storage } = await take(await red)
  expect(added).toBe(true)
  expect(picture).toMatchObject({ width: 600, height: 300, alt: 'A red field', credit: 'M. Reyes' })
  const [, , hash, file] = picture.src.split('/')
  expect(hash).toMatch(/^[0-9a-f]{32}$/)
  expect(file).toBe('600.webp')
  expect([...storage.held.keys()].toSorted()).toEqual(
    ['400.avif', '400.webp', '600.avif', '600.webp'].map((one) => `${hash}/${one}`),
  )
  const row = await pictureById(database.app, picture.id)
  const stored = [...storage.held.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  expect(row).toMatchObject({ hash, type: 'jpeg', bytes: stored, uses: [] })
})

test('the same file is the same picture, and its files are made once', async () => {
  const first = await take(await red)
  const puts = first.storage.puts
  const second = await takePicture(database.app, first.storage, await red, {
    ...about,
    alt: 'Else',
  })
  expect(second).toEqual({ kind: 'taken', added: false, picture: first.picture })
  expect(first.storage.puts).toBe(puts)
})

test('files that were lost are made anew when the file comes again', async () => {
  const { picture } = await take(await red)
  const again = await take(await red, memoryStorage())
  expect(again.picture).toEqual(picture)
  expect(again.storage.held.size).toBe(4)
})

test('what is no picture, or breaks off, leaves nothing behind', async () => {
  const storage = memoryStorage()
  const half = (await drawn({ colour: '#123456' }).jpeg().toBuffer()).subarray(0, 2000)
  expect(await takePicture(database.app, storage, Buffer.from('<svg/>'), about)).toEqual({
    kind: 'refused',
    why: 'svg',
  })
  expect(await takePicture(database.app, storage, half, about)).toEqual({
    kind: 'refused',
    why: 'broken',
  })
  expect(storage.held.size).toBe(0)
})

test('a picture whose files cannot be stored is not noted', async () => {
  const bytes = await drawn({ width: 100, height: 100 }).png().toBuffer()
  const full = { ...memoryStorage(), put: () => Promise.reject(new Error('The disk is full.')) }
  await expect(takePicture(database.app, full, bytes, about)).rejects.toThrow('The disk is full.')
  expect((await take(bytes)).added).toBe(true)
})

test('a picture that an article shows is not deleted; one that none shows goes with all its files', async () => {
  const bytes = await drawn({ width: 120, height: 100 }).png().toBuffer()
  const { picture, storage } = await take(bytes)
  const [article] = await database.owner`
    insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                         access_level, has_gated_part, status)
    values ('shows-it', 'h', 's', '', '', '', 0, 'free', false, 'draft') returning id`
  await database.owner`
    insert into picture_use (article_id, picture_id, part)
    values (${String(article?.id)}, ${picture.id}, 'public')`
  expect(await deleteUnusedPicture(database.app, picture.id)).toBeNull()
  await database.owner`delete from article where slug = 'shows-it'`
  const gone = await deleteUnusedPicture(database.app, picture.id)
  if (!gone) throw new Error('It was not deleted.')
  await removeFiles(storage, gone)
  expect(storage.held.size).toBe(0)
  expect(await pictureById(database.app, picture.id)).toBeNull()
})

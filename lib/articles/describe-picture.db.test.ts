import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { addPicture } from '#db/queries/pictures.ts'
import { DAY, later } from '#lib/clock.ts'
import { addressOf } from '#lib/pictures/address.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { describePicture, type PictureWords } from './describe-picture.ts'
import type { DraftInput } from './draft.ts'
import { readArticle } from './read.ts'
import { saveArticle } from './write.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()
const operator = { id: null, label: 'Operator at the terminal' }
const before = { alt: 'A gate', caption: 'The gate', credit: 'M. Reyes' }
const after = { alt: 'A lock gate, open', caption: 'The gate at <noon>', credit: null }
const hash = 'a'.repeat(32)
const src = addressOf(hash, { width: 800, format: 'webp' })
let id = ''

const figure = ({ alt, caption, credit }: PictureWords) =>
  `<figure><img src="${src}" alt="${alt}"><figcaption>${caption} <span class="credit">${credit}</span></figcaption></figure>`

async function publish(slug: string, changes: Partial<DraftInput>) {
  const saved = await saveArticle(
    database.app,
    {
      slug,
      headline: `Headline of ${slug}`,
      standfirst: 'What it is.',
      sourceHtml: '<p>Open.</p><!--paywall--><p>The rest names the bittern.</p>',
      accessLevel: 'subscriber',
      status: 'published',
      publishedAt: later(now, -1 * DAY),
      ...changes,
    },
    later(now, -1 * DAY),
  )
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
}

const read = async (slug: string) => {
  const page = await readArticle({ public: database.public, app: database.app }, slug, 'subscriber')
  if (page?.continuation.kind !== 'whole') throw new Error('It is cut.')
  return { ...page, gatedHtml: page.continuation.gatedHtml ?? '' }
}

const describe = async (words: PictureWords) => describePicture(database.app, operator, id, words)

beforeAll(async () => {
  const { row } = await addPicture(database.app, {
    hash,
    type: 'png',
    width: 800,
    height: 500,
    bytes: 1,
    ...before,
  })
  id = row.id
  const rest = '<p>The rest names the bittern.</p>'
  await publish('leads', { picture: { src, width: 800, height: 500, ...before } })
  await publish('above', { sourceHtml: `${figure(before)}<p>Open.</p><!--paywall-->${rest}` })
  await publish('below', { sourceHtml: `<p>Open.</p><!--paywall-->${rest}${figure(before)}` })
  await publish('own', {
    sourceHtml: `${figure({ alt: 'Mine', caption: 'My gate', credit: 'Me' })}<!--paywall-->${rest}`,
  })
})

test('what is said of a picture is said in each article that said the same, at once', async () => {
  const own = await read('own')
  expect(await describe(after)).toEqual({ kind: 'described', articles: 3 })
  expect((await read('leads')).picture).toMatchObject(after)
  const above = await read('above')
  expect(above.previewHtml).toContain('alt="A lock gate, open"')
  expect(above.previewHtml).toContain('The gate at &#x3C;noon>')
  expect(above.previewHtml).not.toContain('Reyes')
  // Still in every width, and what stands below the marker still does.
  expect(above.previewHtml).toContain('srcset=')
  expect(above.gatedHtml).toContain('bittern')
  const below = await read('below')
  expect(below.gatedHtml).toContain('alt="A lock gate, open"')
  expect(below.previewHtml).not.toMatch(/gate|bittern/)
  expect(below.excerpt).not.toMatch(/gate/)
  expect(await read('own')).toEqual(own)
  for (const slug of ['leads', 'above', 'below']) expect((await read(slug)).revisedAt).toBeNull()
})

test('it is in the audit log, with what was said before', async () => {
  const rows = await database.owner`
    select action, detail from audit_entry where detail ->> 'picture' = ${id}`
  expect(rows).toEqual([{ action: 'Described a picture', detail: { picture: id, before, after } }])
})

test('what says nothing, or too much, changes nothing', async () => {
  const refused = { kind: 'refused', why: expect.any(String) }
  expect(await describe({ ...after, alt: '  ' })).toEqual(refused)
  expect(await describe({ ...after, credit: 'x'.repeat(301) })).toEqual(refused)
  expect((await read('leads')).picture).toMatchObject(after)
  const nobodys = '0190b0e0-0000-7000-8000-000000000000'
  expect(await describePicture(database.app, operator, nobodys, after)).toEqual({ kind: 'gone' })
})

test('an article whose text says it has a new version, and no other', async () => {
  const rows = await database.owner`
    select slug, (select max(number) from article_revision r where r.article_id = a.id) as number
      from article a order by slug`
  expect(rows.map(({ slug, number }) => [slug, Number(number)])).toEqual([
    ['above', 2],
    ['below', 2],
    ['leads', 1],
    ['own', 1],
  ])
})

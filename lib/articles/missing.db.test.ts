import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { isWithdrawn, readNear } from './missing.ts'
import { publish, published } from './testing/publication.ts'

useTestEnvironment()
const database = useTestDatabase()

/** Each question in a second of its own: how often one is answered is tried elsewhere. */
let asked = 0
const near = async (meant: string) =>
  (await readNear(database.public, meant, 3, later(published, ++asked * 1000))).map(
    ({ slug }) => slug,
  )

test('a slip in an address leads to what is public, and to nothing else', async () => {
  await publish(database, 'low-water-at-skelmouth')
  await publish(database, 'high-water-at-skelmouth')
  await publish(database, 'the-quiet-heron')
  await publish(database, 'low-water-at-skelmoor', { status: 'draft' })
  await publish(database, 'low-water-at-skelbank', { publishedAt: later(published, DAY) })
  await publish(database, 'low-water-at-skelton')
  await publish(database, 'low-water-at-skelton', {
    id: await idOf('low-water-at-skelton'),
    status: 'withdrawn',
  })
  expect(await near('low-watr-at-skelmouth')).toEqual([
    'low-water-at-skelmouth',
    'high-water-at-skelmouth',
  ])
  expect(await near('low-water-at-skelmoor')).toEqual([
    'low-water-at-skelmouth',
    'high-water-at-skelmouth',
  ])
  expect(await near('zzzz')).toEqual([])
})

test('that it was withdrawn is said of what was public only', async () => {
  await publish(database, 'gone')
  await publish(database, 'gone', { id: await idOf('gone'), status: 'withdrawn' })
  await publish(database, 'kept', { status: 'draft' })
  await publish(database, 'ahead', { publishedAt: later(published, DAY) })
  await database.owner`update article set status = 'withdrawn' where slug = 'ahead'`
  const said = []
  for (const slug of ['gone', 'kept', 'ahead', 'never'])
    said.push(await isWithdrawn(database.app, slug, published))
  expect(said).toEqual([true, false, false, false])
})

test('among many, an address is compared by an index, not article by article', async () => {
  await database.owner`
    insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                         access_level, has_gated_part, status, published_at)
    select md5(n::text), 'Headline', '', '', '', '', 0, 'free', false, 'published', now() - n * interval '1 minute'
      from generate_series(1, 5000) n`
  await database.owner`vacuum analyze article`
  const plan = await database.owner.begin(async (tx) => {
    // Rows as short as these are read faster one by one than any index is.
    await tx`set local enable_seqscan = off`
    return tx`explain select slug from published_article where slug % 'low-watr-at-skelmouth'`
  })
  expect(JSON.stringify(plan)).toContain('article_slug_parts')
})

async function idOf(slug: string): Promise<string> {
  const [row] = await database.owner`select id from article where slug = ${slug}`
  return String(row?.id)
}

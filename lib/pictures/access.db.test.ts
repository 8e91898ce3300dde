import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { MANY_USES, publishedUsesOf } from './access.ts'

const database = useTestDatabase()
const now = new Date('2027-04-10T12:00:00Z')
const hash = '0123456789abcdef'.repeat(2)

/** Articles that show the picture. */
async function shownBy(
  articles: { slug: string; level: string; status: string; at: string; part: string }[],
) {
  await database.owner`delete from article`
  await database.owner`insert into picture (hash, type, width, height, bytes, alt)
    values (${hash}, 'jpeg', 800, 600, 1, 'A gate') on conflict do nothing`
  for (const { slug, level, status, at, part } of articles)
    await database.owner`
      with shows as (
        insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt,
                             preview_words, access_level, has_gated_part, status, published_at)
        values (${slug}, 'h', 's', '', '', '', 0, ${level}, true, ${status}, ${at}) returning id)
      insert into picture_use
      select shows.id, picture.id, ${part} from shows, picture where hash = ${hash}`
}

const yesterday = '2027-04-09T12:00:00Z'
const article = { level: 'subscriber', status: 'published', at: yesterday, part: 'public' }

test('W40: only articles that are published by now count', async () => {
  await shownBy([
    { ...article, slug: 'out' },
    { ...article, slug: 'draft', status: 'draft' },
    { ...article, slug: 'withdrawn', status: 'withdrawn' },
    { ...article, slug: 'scheduled', status: 'scheduled' },
    { ...article, slug: 'tomorrow', at: '2027-04-11T12:00:00Z' },
  ])
  expect(await publishedUsesOf(database.app, hash, now)).toEqual([
    { slug: 'out', accessLevel: 'subscriber', part: 'public' },
  ])
  expect(await publishedUsesOf(database.app, 'f'.repeat(32), now)).toEqual([])
})

test('of very many the ones that decide are read: above a marker first, then the most open', async () => {
  const many = Array.from({ length: MANY_USES }, (_, at) => ({
    ...article,
    slug: `closed-${String(at).padStart(3, '0')}`,
    part: 'gated',
  }))
  await shownBy([
    ...many,
    { ...article, slug: 'zz-registered', level: 'registered', part: 'gated' },
    { ...article, slug: 'zz-open', part: 'public' },
  ])
  const uses = await publishedUsesOf(database.app, hash, now)
  expect(uses).toHaveLength(MANY_USES)
  expect(uses.slice(0, 3).map(({ slug }) => slug)).toEqual([
    'zz-open',
    'zz-registered',
    'closed-000',
  ])
})

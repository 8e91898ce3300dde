import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '../testing/database.ts'
import {
  articlesById,
  articlesOnShelf,
  findArticle,
  findShelf,
  relatedArticles,
  usedShelves,
} from './articles.ts'
import { matchPublic, RANKED } from './search.ts'

const database = useTestDatabase()
const ARTICLES = 600

/** An archive: every article says "tide", each tenth is of one hour, half are about water, the oldest is called Tide. */
beforeAll(async () => {
  await database.owner`
    with s as (insert into section (slug, name, position) values ('rivers', 'Rivers', 1) returning id),
         t as (insert into topic (slug, name)
               values ('water', 'Water'), ('locks', 'Locks'), ('unused', 'Unused') returning id, slug),
         a as (insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                                    access_level, has_gated_part, status, published_at, section_id)
               select 'a-' || n, case when n in (1, 590) then 'Tide, tide' else 'Report' end, 'Of the day.',
                      '<p>The tide.</p>', 'The tide.', 'The tide.', 2, 'free', false,
                      case when n % 7 = 0 then 'withdrawn' else 'published' end,
                      now() - interval '1 day' - (600 - n) / 10 * interval '1 hour', s.id
                 from s, generate_series(1, ${ARTICLES}::int) n order by n
               returning id, slug)
    insert into article_topic (article_id, topic_id, position)
    select a.id, t.id, 0 from a, t
     where (t.slug = 'water' and right(a.slug, 1) in ('0', '2', '4', '6', '8'))
        or (t.slug = 'locks' and a.slug in ('a-2', 'a-8', 'a-598', 'a-599'))
        or (t.slug = 'unused' and a.slug = 'a-7')`
  await database.owner`vacuum (analyze) article, article_topic`
})

const published = ARTICLES - Math.floor(ARTICLES / 7)

test.each([
  ['section', 'rivers', published],
  ['topic', 'water', 258],
] as const)(
  'the pages of a %s hold every article once, the newest first',
  async (kind, slug, n) => {
    const shelf = await findShelf(database.public, kind, slug)
    if (!shelf) throw new Error('no shelf')
    const seen = []
    for (let offset = 0; offset <= n; offset += 100)
      seen.push(
        ...(await articlesOnShelf(database.public, { kind, id: shelf.id }, { limit: 100, offset })),
      )
    expect(new Set(seen.map(({ id }) => id)).size).toBe(n)
    expect(seen).toHaveLength(n)
    const times = seen.map(({ publishedAt }) => publishedAt.getTime())
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  },
)

const nowhere = { section: null, region: null, author: null, from: null, before: null }

test('of a word that half an archive holds the newest are ranked, and one more says that there are others', async () => {
  const matches = await matchPublic(database.public, 'tide', nowhere, ['free'])
  expect(matches).toHaveLength(RANKED + 1)
  const [best] = matches.toSorted((a, b) => b.rank - a.rank)
  const [line] = await articlesById(database.public, [best?.id ?? ''])
  expect(line?.slug).toBe('a-590')
})

test('what shares most is related most, also beside many that share less', async () => {
  const article = await findArticle(database.public, 'a-2')
  if (!article) throw new Error('no article')
  const related = await relatedArticles(database.public, article.id, 4)
  // a-8 and a-598 share both topics, a-599 and the newest about water one; all share the section.
  expect(related.map(({ slug }) => slug)).toEqual(['a-598', 'a-8', 'a-600', 'a-599'])
})

test('a topic whose articles are all withdrawn is not offered', async () => {
  const topics = await usedShelves(database.public, 'topic')
  expect(topics.map(({ slug }) => slug)).toEqual(['locks', 'water'])
})

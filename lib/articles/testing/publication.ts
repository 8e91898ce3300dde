import type { TestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later } from '#lib/clock.ts'
import type { DraftInput } from '../draft.ts'
import { saveArticle } from '../write.ts'

/** The moment from which the times of `publishSome` are counted. */
export const published = new Date()

/** What stands above the markers of `publishSome` and what below. */
export const said = {
  above: 'The free part names the heron.',
  below: 'The rest names the bittern.',
}

/** Publishes an article that is cut after its first sentence. */
export async function publish(
  database: TestDatabase,
  slug: string,
  changes: Partial<DraftInput> = {},
): Promise<string> {
  const saved = await saveArticle(
    database.app,
    {
      slug,
      headline: `Headline of ${slug}`,
      standfirst: `Standfirst of ${slug}.`,
      sourceHtml: `<p>${said.above}</p><!--paywall--><p>${said.below}</p>`,
      accessLevel: 'subscriber',
      status: 'published',
      publishedAt: later(published, -1 * DAY),
      section: 'Rivers',
      topics: ['Birds'],
      regions: ['North Sea'],
      authors: ['Ada Quill'],
      ...changes,
    },
    published,
  )
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
  return saved.id
}

/** Words that every format would read as its own. */
export const odd = {
  headline: 'Fish & chips <cheap> "now" ]]> \u{1F41F} [a](b) `c` # | *d*',
  standfirst: "<script>alert('x')</script> & so on\u2028 \u0007",
}

/** One article of each level, one with odd words, and some that nobody may know of. */
export async function publishSome(database: TestDatabase): Promise<void> {
  await publish(database, 'gated')
  await publish(database, 'registered', { accessLevel: 'registered' })
  await publish(database, 'free', { accessLevel: 'free', publishedAt: later(published, -2 * DAY) })
  await publish(database, 'odd', {
    ...odd,
    publishedAt: later(published, -3 * HOUR),
    revisedAt: later(published, -1 * HOUR),
    topics: ['Food & drink'],
    regions: [],
    section: 'Food',
    authors: ['Ada Quill', 'Béla <b>'],
    picture: { src: '/pictures/fish.webp', alt: 'A "fish"', width: 1600, height: 1000 },
  })
  await publish(database, 'draft', { status: 'draft' })
  await publish(database, 'tomorrow', { publishedAt: later(published, 1 * DAY) })
}

import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import type { DraftInput } from './draft.ts'
import { type Saved, saveArticle } from './write.ts'
import { takePicture } from '#lib/pictures/take.ts'
import { memoryStorage } from '#lib/pictures/testing/memory.ts'
import { drawn } from '#lib/pictures/testing/pictures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-04-10T12:00:00Z')
let count = 0

function draft(change: Partial<DraftInput> = {}): DraftInput {
  return {
    headline: `Headline ${++count}`,
    standfirst: 'The standfirst.',
    sourceHtml: '<p>Open water.</p><!--paywall--><h2>Quiet heading</h2><p>Gated silt.</p>',
    accessLevel: 'subscriber',
    status: 'published',
    ...change,
  }
}

async function save(input: DraftInput, at = now): Promise<Saved> {
  const result = await saveArticle(database.app, input, at)
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems))
  return result
}

const rowOf = async (id: string) => {
  const [row] = await database.owner`select * from article where id = ${id}`
  return row ?? {}
}
const revisionsOf = (id: string) =>
  database.owner`select * from article_revision where article_id = ${id} order by number`

test('no word from below the marker is in any column of the public projection', async () => {
  const { id } = await save(draft({ standfirst: '' }))
  const row = await rowOf(id)
  expect(JSON.stringify(row)).not.toMatch(/silt|quiet/i)
  expect(row).toMatchObject({
    preview_html: '<p>Open water.</p>',
    preview_text: 'Open water.',
    excerpt: 'Open water.',
    preview_words: 2,
    has_gated_part: true,
  })
  const [gated] = await database.owner`select * from article_gated where article_id = ${id}`
  expect(gated).toMatchObject({ html: '<h2>Quiet heading</h2><p>Gated silt.</p>' })
  expect(gated?.text).toMatch(/^Quiet heading\s+Gated silt\.$/)
})

test('a tighter level takes the text out of the public projection, a wider one puts it back', async () => {
  const free = draft({ accessLevel: 'free' })
  const { id } = await save(free)
  expect(await rowOf(id)).toMatchObject({ has_gated_part: false })
  expect((await rowOf(id)).preview_html).toContain('Gated silt')
  await save({ ...free, id, accessLevel: 'subscriber' })
  expect(JSON.stringify(await rowOf(id))).not.toMatch(/silt/)
  await save({ ...free, id, accessLevel: 'free' })
  expect(await database.owner`select 1 from article_gated where article_id = ${id}`).toHaveLength(0)
})

test('an address comes from the headline, is numbered when taken, and stays when the headline changes', async () => {
  const first = await save(draft({ headline: 'The same words' }))
  const second = await save(draft({ headline: 'The same words' }))
  expect([first.slug, second.slug]).toEqual(['the-same-words', 'the-same-words-2'])
  const again = await save(draft({ id: first.id, headline: 'Other words' }))
  expect(again.slug).toBe('the-same-words')
})

test('twenty that are saved at once get twenty addresses', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => save(draft({ headline: 'All at once' }))),
  )
  expect(new Set(all.map(({ slug }) => slug)).size).toBe(20)
})

test('an address that belongs to another article is refused, and nothing is written', async () => {
  await save(draft({ slug: 'taken' }))
  const before = await database.owner`select count(*) from article`
  const result = await saveArticle(database.app, draft({ slug: 'taken' }), now)
  expect(result).toEqual({
    kind: 'refused',
    problems: [{ field: 'slug', message: expect.stringContaining('another article') }],
  })
  expect(await database.owner`select count(*) from article`).toEqual(before)
})

test('a draft is refused with the field, what is wrong, and what to do', async () => {
  const result = await saveArticle(
    database.app,
    draft({
      headline: ' ',
      slug: 'Not A Slug',
      picture: { src: 'javascript:x', alt: 'x', width: 0, height: 10 },
      source: { url: 'ftp://example.org' },
    }),
    now,
  )
  expect(result).toEqual({
    kind: 'refused',
    problems: [
      { field: 'slug', message: expect.stringContaining('such as low-water') },
      { field: 'headline', message: 'is empty; give the article a headline' },
      { field: 'picture.src', message: expect.stringContaining('must begin with https://') },
      { field: 'picture.width', message: 'must be at least 1 pixel' },
      { field: 'source.url', message: expect.stringContaining('must begin with https://') },
    ],
  })
  expect(await saveArticle(database.app, draft({ id: crypto.randomUUID() }), now)).toMatchObject({
    kind: 'refused',
    problems: [{ field: 'id' }],
  })
  expect(
    await saveArticle(database.app, draft({ sourceHtml: '<b>'.repeat(5000) }), now),
  ).toMatchObject({ kind: 'refused', problems: [{ field: 'sourceHtml' }] })
})

test('an unchanged article gets no revision; a changed text does, and a date when it was public', async () => {
  const input = draft()
  const { id } = await save(input)
  const tomorrow = later(now, DAY)
  expect(await save({ ...input, id }, tomorrow)).toMatchObject({ change: 'unchanged' })
  expect(await revisionsOf(id)).toHaveLength(1)
  expect(await rowOf(id)).toMatchObject({ revised_at: null, published_at: now })

  const changed = { ...input, id, sourceHtml: '<p>Other water.</p><!--more--><p>Silt.</p>' }
  expect(await save(changed, tomorrow)).toMatchObject({ change: 'updated' })
  expect(await rowOf(id)).toMatchObject({ revised_at: tomorrow, published_at: now })
  const revisions = await revisionsOf(id)
  expect(revisions).toHaveLength(2)
  expect(revisions[1]).toMatchObject({
    number: 2,
    source_html: '<p>Other water.</p><!--paywall--><p>Silt.</p>',
  })
})

test('a draft that changes was not read yet, so it is not revised', async () => {
  const input = draft({ status: 'draft' })
  const { id } = await save(input)
  await save({ ...input, id, headline: 'Another' }, later(now, DAY))
  expect(await rowOf(id)).toMatchObject({ revised_at: null, published_at: null, status: 'draft' })
  await save({ ...input, id, headline: 'Another', status: 'published' }, later(now, 2 * DAY))
  expect(await rowOf(id)).toMatchObject({ published_at: later(now, 2 * DAY), revised_at: null })
})

test('left out, the state and the date of an article stay as they are', async () => {
  const { status: _, ...input } = draft()
  const { id } = await save(input)
  expect(await rowOf(id)).toMatchObject({ status: 'draft' })
  await save({ ...input, id, status: 'published' })
  await save({ ...input, id })
  expect(await rowOf(id)).toMatchObject({ status: 'published', published_at: now })
})

test('shelves, authors and corrections are exactly those of the last draft', async () => {
  const input = draft({
    section: 'Harbours',
    topics: ['Silt', 'Tides', 'Silt'],
    regions: ['North Sea'],
    authors: ['Annick Sallowfield', { name: 'Tobiah Renn', description: 'Writes about rivers.' }],
    corrections: [{ text: 'The gauge was in feet.', correctedAt: now }],
  })
  const { id } = await save(input)
  const filed = async () => {
    const [row] = await database.owner`
      select (select name from section where id = a.section_id) as section,
        array(select t.name from article_topic x join topic t on t.id = x.topic_id where article_id = a.id order by x.position) as topics,
        array(select t.name from article_author x join author t on t.id = x.author_id where article_id = a.id order by x.position) as authors,
        array(select text from correction where article_id = a.id) as corrections
      from article a where a.id = ${id}`
    return row
  }
  expect(await filed()).toEqual({
    section: 'Harbours',
    topics: ['Silt', 'Tides'],
    authors: ['Annick Sallowfield', 'Tobiah Renn'],
    corrections: ['The gauge was in feet.'],
  })
  await save({ ...input, id, section: undefined, topics: ['Tides'], authors: [], corrections: [] })
  expect(await filed()).toEqual({ section: null, topics: ['Tides'], authors: [], corrections: [] })
})

test('whoever keeps pages is told the address, after the commit', async () => {
  const told: string[] = []
  const listener = await database.owner.listen('foldline_changes', (change) => {
    if (change.startsWith('article ')) told.push(change.slice(8))
  })
  const { id, slug } = await save(draft())
  await expect.poll(() => told).toEqual([slug])
  await save(draft({ id, slug: 'moved-away' }))
  await expect.poll(() => told.toSorted()).toEqual([slug, 'moved-away', slug].toSorted())
  await listener.unlisten()
})

test('saving within a transaction that fails writes nothing and tells nobody', async () => {
  const before = await database.owner`select count(*) from article`
  await expect(
    database.app.transaction(async (tx) => {
      await saveArticle(tx, draft(), now)
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await database.owner`select count(*) from article`).toEqual(before)
})

/** A picture that is kept, by its measures: each is another. */
async function kept(width: number) {
  const bytes = await drawn({ width, height: 100 }).png().toBuffer()
  const about = { alt: '', caption: null, credit: null, source: null, createdBy: null }
  const taken = await takePicture(database.app, memoryStorage(), bytes, about)
  if (taken.kind === 'refused') throw new Error(taken.why)
  return taken.picture
}

const image = ({ src }: { src: string }) => `<figure><img src="${src}" alt=""></figure>`

const usesOf = async (id: string) => {
  const rows = await database.owner`
    select p.width, u.part from picture_use u join picture p on p.id = u.picture_id
     where u.article_id = ${id} order by p.width`
  return rows.map(({ width, part }) => `${String(width)} ${String(part)}`)
}

test('it is noted where each kept picture stands: above the marker, only below, or nowhere any more', async () => {
  const [above, below, both, lead] = [
    await kept(101),
    await kept(102),
    await kept(103),
    await kept(104),
  ]
  const plain = draft({
    sourceHtml: `<p>a</p>${image(above)}${image(both)}<!--paywall--><p>b</p>${image(below)}${image(both)}`,
    picture: { src: lead.src, alt: '', width: 104, height: 100 },
  })
  const { id } = await save(plain)
  expect(await usesOf(id)).toEqual(['101 public', '102 gated', '103 public', '104 public'])
  await save({
    ...plain,
    id,
    sourceHtml: `<p>a</p>${image(both)}<!--paywall--><p>b</p>${image(above)}`,
  })
  expect(await usesOf(id)).toEqual(['101 gated', '103 public', '104 public'])
  await save({ ...plain, id, accessLevel: 'free', picture: undefined })
  expect(await usesOf(id)).toEqual(['101 public', '102 public', '103 public'])
})

test('a kept picture is offered in every width, with its own measures; its source stays as it was written', async () => {
  const { src } = await kept(500)
  const narrow = src.replace('/500.', '/400.')
  const sourceHtml = `<figure><img src="${narrow}" alt="A field" width="1" height="1"></figure><!--paywall--><p>b</p>`
  const { id } = await save(draft({ sourceHtml }))
  const html = String((await rowOf(id)).preview_html)
  const avif = src.replace('.webp', '.avif')
  expect(html).toContain(
    `<picture><source type="image/avif" srcset="${avif.replace('/500.', '/400.')} 400w, ${avif} 500w"`,
  )
  expect(html).toContain(`<img src="${src}" alt="A field" width="500" height="100"`)
  expect(html).toContain(`srcset="${narrow} 400w, ${src} 500w"`)
  const [revision] = await revisionsOf(id)
  expect(revision?.source_html).toContain(`<img src="${narrow}" alt="A field" width="1" height="1"`)
  expect(revision?.source_html).not.toContain('<picture>')
})

test('an address that looks like that of a kept picture and is none stays what it is', async () => {
  const src = `/pictures/${'0'.repeat(32)}/500.webp`
  const { id } = await save(
    draft({ sourceHtml: `<p>a</p><figure><img src="${src}" alt=""></figure>` }),
  )
  expect(await usesOf(id)).toEqual([])
  expect(JSON.stringify(await rowOf(id))).not.toContain('<picture>')
})

test('only what everybody could read is withdrawn: of a draft, that it is gone would say that it was', async () => {
  const tryTo = async (id: string) =>
    saveArticle(database.app, draft({ id, status: 'withdrawn' }), now)
  const hidden = await save(draft({ status: 'draft', publishedAt: later(now, -1 * DAY) }))
  const ahead = await save(draft({ publishedAt: later(now, DAY) }))
  const read = await save(draft())
  expect(await tryTo(hidden.id)).toMatchObject({ kind: 'refused', problems: [{ field: 'status' }] })
  expect(await tryTo(ahead.id)).toMatchObject({ kind: 'refused' })
  expect(await tryTo(read.id)).toMatchObject({ kind: 'saved', status: 'withdrawn' })
  expect(await tryTo(read.id)).toMatchObject({ kind: 'saved', status: 'withdrawn' })
  expect(await saveArticle(database.app, draft({ status: 'withdrawn' }), now)).toMatchObject({
    kind: 'refused',
  })
})

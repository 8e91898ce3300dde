import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish, publishSome, said } from '#lib/articles/testing/publication.ts'
import { HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { readContainers, readFrontPage } from './read.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()

beforeAll(async () => {
  await publishSome(database)
  await publish(database, 'a-view', { accessLevel: 'free', topics: ['Opinion'], authors: ['Béla'] })
})

const shown = async () => {
  const { filled, mostRead } = await readFrontPage(database.public, now)
  return {
    mostRead,
    of: (kind: string) =>
      filled
        .filter(({ container }) => container.kind === kind)
        .flatMap(({ cards }) => cards.map(({ slug }) => slug)),
    all: filled.flatMap(({ cards }) => cards.map(({ slug }) => slug)),
    text: JSON.stringify(filled),
  }
}

const idOf = async (slug: string) =>
  String((await database.owner`select id from article where slug = ${slug}`)[0]?.id)

describe('the front page that nobody has ordered', () => {
  test('shows what is published, each article once, and nothing gated', async () => {
    const page = await shown()
    expect(page.all.toSorted()).toEqual(['a-view', 'free', 'gated', 'odd', 'registered'])
    expect(page.text).not.toContain(said.below)
  })

  test('is led by what has a picture, and keeps opinion in its place', async () => {
    const page = await shown()
    expect(page.of('lead')[0]).toBe('odd')
    expect(page.of('opinion')).toEqual(['a-view'])
  })
})

test('names a topic only while something public stands under it, or a container shows it', async () => {
  const topics = async () =>
    (await readContainers(database.app, now)).shelves.flatMap(({ kind, name }) =>
      kind === 'topic' ? [name] : [],
    )
  await publish(database, 'not-yet', { topics: ['Merger', 'Opinion'], status: 'draft' })
  expect(await topics()).toContain('Opinion')
  expect(await topics()).not.toContain('Merger')
  await database.owner`insert into front_container (kind, topic_id, articles, layout, position)
    select 'topic', id, 1, 'column', 9 from topic where name = 'Merger'`
  expect(await topics()).toContain('Merger')
  await database.owner`delete from front_container`
})

describe('one that staff ordered', () => {
  test('shows their containers with what they pinned, while it is public and pinned', async () => {
    const [river] = await database.owner<{ id: string }[]>`
      insert into front_container (kind, articles, layout, position)
      values ('river', 2, 'column', 0) returning id`
    if (!river) throw new Error('no container')
    for (const [position, slug, endsAt] of [
      [0, 'draft', null],
      [1, 'tomorrow', null],
      [2, 'registered', later(now, -1 * HOUR)],
      [1, 'free', later(now, HOUR)],
    ] as const)
      await database.owner`insert into front_pin (container_id, article_id, position, ends_at)
        values (${river.id}, ${await idOf(slug)}, ${position}, ${endsAt})`
    expect((await shown()).all).toEqual(['odd', 'free'])
  })

  test('leaves out what is hidden, and is automatic when nothing would be left', async () => {
    await database.owner`update front_container set hidden = true`
    const page = await shown()
    expect(page.of('river').length + page.of('lead').length).toBeGreaterThan(1)
    await database.owner`insert into front_container (kind, articles, layout, position)
      values ('lead', 1, 'wide', 1)`
    expect((await shown()).all).toEqual(['odd'])
  })

  test('shows a quiet section, however much was published since', async () => {
    await database.owner`delete from front_container`
    for (let n = 0; n < 42; n++)
      await publish(database, `busy-${n}`, { publishedAt: now, section: 'Food' })
    await database.owner`insert into front_container (kind, section_id, articles, layout, position)
      select 'section', id, 2, 'wide', 0 from section where slug = 'rivers'`
    const page = await shown()
    expect(page.all).toHaveLength(2)
    expect(page.all.every((slug) => !slug.startsWith('busy'))).toBe(true)
  })
})

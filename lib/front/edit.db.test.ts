import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish, publishSome } from '#lib/articles/testing/publication.ts'
import { HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { findToPin, readFrontDesk } from './desk.ts'
import { editFront, type Wish } from './edit.ts'
import { readFrontPage } from './read.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()
const actor = { id: null, label: 'An editor' }

beforeAll(async () => {
  await publishSome(database)
  await publish(database, 'plain', { section: 'Food', publishedAt: later(now, -1 * HOUR) })
})
beforeEach(async () => {
  await database.owner`delete from front_container`
  await database.owner`update front_edition set number = 0, changed_at = null`
})

const desk = async () => readFrontDesk(database, now)
const edit = async (wish: Wish, edition: number | null = null) =>
  editFront(database.app, actor, { edition, wish }, now)
const names = async () => (await desk()).containers.map(({ name }) => name)
const idOf = async (slug: string) =>
  String((await database.owner`select id from article where slug = ${slug}`)[0]?.id)
const seen = async () =>
  (await readFrontPage(database.public, now)).filled.flatMap(({ cards }) =>
    cards.map(({ slug }) => slug),
  )
const pin = async (slug: string, endsAt: Date | null = null) =>
  edit({ do: 'pin', name: 'lead', article: await idOf(slug), place: 1, endsAt })
const found = async (typed: string) =>
  (await findToPin(database.public, typed)).map(({ slug }) => slug)
const lastEntry = async () =>
  (await database.owner`select actor, action, detail from audit_entry order by id desc limit 1`)[0]

describe('the desk of a front page that nobody ordered', () => {
  test('says what stands where, and why', async () => {
    const { automatic, edition, changedAt, containers } = await desk()
    expect({ automatic, edition, changedAt }).toEqual({
      automatic: true,
      edition: 0,
      changedAt: null,
    })
    expect(containers[0]).toMatchObject({
      name: 'lead',
      shown: [{ slug: 'odd', why: 'picture', until: null }, { why: 'newest' }, { why: 'newest' }],
    })
  })

  test('a change makes rows of it, under the same names and with the same articles', async () => {
    const [before, order] = [await seen(), await names()]
    expect(await edit({ do: 'hide', name: 'subscribe' }, 0)).toEqual({ kind: 'done' })
    const after = await desk()
    expect(after).toMatchObject({ automatic: false, edition: 1, changedAt: now })
    expect(await names()).toEqual(order)
    expect(await seen()).toEqual(before)
    expect(await lastEntry()).toEqual({
      actor: 'An editor',
      action: 'Hid a container of the front page',
      detail: { do: 'hide', name: 'subscribe', edition: 1 },
    })
  })

  test('there is nothing to reset', async () => {
    expect(await edit({ do: 'reset' })).toEqual({ kind: 'refused', why: 'nothing' })
    expect((await desk()).edition).toBe(0)
  })
})

describe('of two editors', () => {
  test('the second is told when the first changed it, and nothing is changed', async () => {
    await edit({ do: 'hide', name: 'subscribe' }, 0)
    const count = await database.owner`select count(*) from audit_entry`
    expect(await edit({ do: 'reset' }, 0)).toEqual({ kind: 'stale', changedAt: now })
    expect(await desk()).toMatchObject({ automatic: false, edition: 1 })
    expect(await database.owner`select count(*) from audit_entry`).toEqual(count)
    expect(await edit({ do: 'reset' }, 1)).toEqual({ kind: 'done' })
    expect(await desk()).toMatchObject({ automatic: true, edition: 2 })
  })

  test('one is told when both send at the same moment', async () => {
    const outcomes = await Promise.all([
      edit({ do: 'hide', name: 'subscribe' }, 0),
      edit({ do: 'hide', name: 'newsletter' }, 0),
      edit({ do: 'move', name: 'river', to: 'up' }, 0),
    ])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'stale', 'stale'])
    expect((await desk()).edition).toBe(1)
  })
})

describe('a pin', () => {
  test('keeps an article at its place, until its end', async () => {
    expect(await pin('free', later(now, HOUR))).toEqual({ kind: 'done' })
    expect((await seen())[1]).toBe('free')
    expect((await desk()).containers[0]?.shown[1]).toMatchObject({
      slug: 'free',
      why: 'pinned',
      until: later(now, HOUR),
    })
    const later2 = await readFrontPage(database.public, later(now, 2 * HOUR))
    expect(later2.filled[0]?.cards[1]?.slug).not.toBe('free')
    await edit({ do: 'unpin', name: 'lead', article: await idOf('free') })
    expect((await desk()).containers[0]?.shown.map(({ why }) => why)).not.toContain('pinned')
  })

  test.each(['draft', 'tomorrow'])('is refused of what is not public: %s', async (slug) => {
    expect(await pin(slug)).toEqual({ kind: 'refused', why: 'not_public' })
    expect(await findToPin(database.public, slug)).toEqual([])
    expect(await desk()).toMatchObject({ automatic: true, edition: 0 })
  })

  test('that has ended already is refused', async () => {
    expect(await pin('free', now)).toEqual({ kind: 'refused', why: 'past' })
  })

  test('is passed over while its article is withdrawn, and staff see that', async () => {
    await pin('plain')
    await database.owner`update article set status = 'withdrawn' where slug = 'plain'`
    expect(await seen()).not.toContain('plain')
    expect((await desk()).containers[0]?.passedOver).toMatchObject([
      { slug: 'plain', because: 'not_public', place: 1 },
    ])
    await database.owner`update article set status = 'published' where slug = 'plain'`
    expect((await seen())[1]).toBe('plain')
  })

  test('waits in a container that is hidden, and its article goes its own way', async () => {
    await pin('free')
    await edit({ do: 'hide', name: 'lead' })
    expect((await desk()).containers[0]).toMatchObject({
      hidden: true,
      shown: [],
      passedOver: [{ slug: 'free', because: 'hidden' }],
    })
    expect(await seen()).toContain('free')
    await edit({ do: 'show', name: 'lead' })
    expect((await seen())[1]).toBe('free')
  })
})

test('articles are found by words of their headline and by their name in addresses', async () => {
  expect(await found('HEADLINE gated')).toEqual(['gated'])
  expect(await found('cheap chips')).toEqual(['odd'])
  expect(await found('100%_')).toEqual([])
  expect((await found(' ')).length).toBeGreaterThan(3)
})

import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish } from '#lib/articles/testing/publication.ts'
import { DAY, HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { keepReads, refreshMostRead } from './most-read.ts'
import { readFrontPage } from './read.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()

beforeAll(async () => {
  for (const slug of ['a', 'b', 'c', 'd']) await publish(database, slug)
  await publish(database, 'draft', { status: 'draft' })
})

const keep = (reads: Record<string, number>, at = now) =>
  keepReads(database.app, new Map(Object.entries(reads)), at)

async function listed(at = now): Promise<string[]> {
  await refreshMostRead(database.app, at)
  return (await readFrontPage(database.public, at)).mostRead.map(({ slug }) => slug)
}

test('little is known: there is no list', async () => {
  await keep({ a: 9, b: 7, c: 4, draft: 50, 'there-is-none': 50 })
  expect(await listed()).toEqual([])
})

test('what several instances counted adds up, and the most read comes first', async () => {
  await Promise.all([keep({ a: 1, c: 20 }), keep({ c: 1, b: 6 })])
  expect(await listed()).toEqual(['c', 'b', 'a'])
})

test('a day that says too little is read with its week, and hours are forgotten after it', async () => {
  expect(await listed(later(now, 3 * DAY))).toEqual(['c', 'b', 'a'])
  expect(await listed(later(now, 9 * DAY))).toEqual([])
  expect(await database.owner`select from article_reads`).toHaveLength(0)
})

test('a withdrawn article is not in it, and a list that stays says nothing', async () => {
  await keep({ a: 9, b: 8, c: 7, d: 6 }, later(now, -1 * HOUR))
  expect(await listed()).toEqual(['a', 'b', 'c', 'd'])
  await database.owner`update article set status = 'withdrawn' where slug = 'a'`
  expect((await readFrontPage(database.public, now)).mostRead.map(({ slug }) => slug)).toEqual([
    'b',
    'c',
    'd',
  ])
  const heard: string[] = []
  await database.owner.listen('foldline_changes', (said) => heard.push(said))
  expect(await listed()).toEqual(['b', 'c', 'd'])
  await listed()
  await database.owner`select pg_notify('foldline_changes', 'end')`
  await expect.poll(() => heard.at(-1)).toBe('end')
  expect(heard).toEqual(['lists', 'end'])
})

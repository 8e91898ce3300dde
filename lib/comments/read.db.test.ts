import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { AccessLevel } from '#lib/access/level.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type Asked, readComments, THREADS_ON_PAGE } from './read.ts'
import { addArticle, addReader } from './testing/people.ts'

useTestEnvironment()
const database = useTestDatabase()
const start = new Date('2027-03-12T09:00:00Z')

type Article = { id: string; accessLevel: AccessLevel }

const read = (article: Article, asked: Asked) =>
  readComments(database.app, article, decideForClass(article.accessLevel, 'subscriber'), asked)
const page = (article: Article, number = 1) =>
  read(article, { kind: 'page', order: 'newest', page: number })

let written = 0

async function add(
  articleId: string,
  body: string,
  change: { parent?: string; state?: string; picked?: boolean; reader?: string } = {},
): Promise<string> {
  const { parent = null, state = 'visible', picked = false } = change
  const id = randomUUID()
  const reader = change.reader ?? (await addReader(database, { name: 'Ada' }))
  await database.owner`
    insert into comment (id, article_id, reader_id, parent_id, body, state, held_for, removed_by, picked_at, created_at)
    values (${id}, ${articleId}, ${reader}, ${parent}, ${body}, ${state},
            ${state === 'held' ? 'word' : null}, ${state === 'removed' ? 'staff' : null},
            ${picked ? start : null}, ${later(start, ++written * MINUTE)})`
  return id
}

const words = (answer: Awaited<ReturnType<typeof page>>) =>
  answer?.threads.map(({ paragraphs, gone }) => {
    const [part] = paragraphs.flat(2)
    return part?.kind === 'text' ? part.text : gone
  })

test('the newest come first, or the oldest, or what staff picked', async () => {
  const article = await addArticle(database, 'free')
  for (const [body, picked] of [
    ['one', false],
    ['two', true],
    ['three', false],
  ] as const)
    await add(article.id, body, { picked })
  expect(words(await page(article))).toEqual(['three', 'two', 'one'])
  expect(words(await read(article, { kind: 'page', order: 'oldest', page: 1 }))).toEqual([
    'one',
    'two',
    'three',
  ])
  expect(words(await read(article, { kind: 'below' }))).toEqual(['two', 'three', 'one'])
  expect(words(await read(article, { kind: 'picks', page: 1 }))).toEqual(['two'])
  expect(await page(article)).toMatchObject({ count: 3, picks: 1, closed: false, more: false })
})

test('pages have twenty threads; behind the last there is none', async () => {
  const article = await addArticle(database, 'free')
  for (let number = 1; number <= THREADS_ON_PAGE + 1; number++) await add(article.id, `${number}`)
  expect(await page(article)).toMatchObject({ count: 21, more: true })
  expect(words(await page(article, 2))).toEqual(['1'])
  expect(await page(article, 3)).toBeNull()
  expect(await read(article, { kind: 'below' })).toMatchObject({
    more: true,
    threads: { length: 3 },
  })
})

test('a page shows the first answers, a thread all of them', async () => {
  const article = await addArticle(database, 'free')
  const thread = await add(article.id, 'question')
  for (const body of ['a', 'b', 'c', 'd', 'e', 'f']) await add(article.id, body, { parent: thread })
  const [shown] = (await page(article))?.threads ?? []
  expect(shown).toMatchObject({ answers: { length: 4 }, more: 2 })
  const whole = await read(article, { kind: 'thread', id: thread })
  expect(whole?.threads).toMatchObject([{ id: thread, answers: { length: 6 }, more: 0 }])
  expect(whole?.threads[0]?.answers[5]).toMatchObject({ threadId: thread, name: 'Ada' })
})

test('of what is held or removed not a word is read, and no name; it keeps a place only while it has answers', async () => {
  const article = await addArticle(database, 'free')
  for (const state of ['held', 'removed']) {
    await add(article.id, `alone ${state}`, { state })
    const parent = await add(article.id, `secret ${state}`, { state })
    await add(article.id, `answer to ${state}`, { parent })
    await add(article.id, `secret answer`, { parent, state })
  }
  const all = await page(article)
  expect(words(all)).toEqual(['staff', 'held'])
  expect(all?.threads.map(({ name, answers, more }) => [name, answers.length, more])).toEqual([
    [null, 1, 0],
    [null, 1, 0],
  ])
  expect(all?.count).toBe(2)
  expect(JSON.stringify(all)).not.toMatch(/secret|alone/)
})

test('a thread is read at its own article alone', async () => {
  const [one, other] = [await addArticle(database, 'free'), await addArticle(database, 'free')]
  const thread = await add(one.id, 'question')
  const answer = await add(one.id, 'answer', { parent: thread })
  expect(await read(other, { kind: 'thread', id: thread })).toBeNull()
  expect(await read(one, { kind: 'thread', id: answer })).toBeNull()
  expect(await read(one, { kind: 'thread', id: randomUUID() })).toBeNull()
})

test('W41: without a decision that grants access nothing is read at all', async () => {
  const article = await addArticle(database, 'subscriber')
  await add(article.id, 'quoted')
  for (const readerClass of ['anonymous', 'registered'] as const) {
    const decision = decideForClass('subscriber', readerClass)
    const reading = readComments(database.app, article, decision, { kind: 'below' })
    await expect(reading).rejects.toThrow('although access is refused')
  }
})

test('W41: what was decided about a free article opens nothing once it is for subscribers, or withdrawn', async () => {
  const article = await addArticle(database, 'free')
  await add(article.id, 'quoted')
  await database.owner`update article set access_level = 'subscriber' where id = ${article.id}`
  expect(await page(article)).toBeNull()
  const now = { ...article, accessLevel: 'subscriber' as const }
  expect(words(await page(now))).toEqual(['quoted'])
  await database.owner`update article set status = 'withdrawn' where id = ${article.id}`
  expect(await page(now)).toBeNull()
})

test('W41: the login behind public pages reads no comment', async () => {
  const reading = database.public.execute(sql`select body from comment`)
  await expect(reading).rejects.toMatchObject({ cause: { code: '42501' } })
})

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { editComment, ownChangeable, takeCommentBack } from './change.ts'
import { ownComments } from './own.ts'
import { rename } from './names.ts'
import { reportComment, seeComment } from './report.ts'
import { addArticle, addReader } from './testing/people.ts'
import { type Draft, writeComment, type Written } from './write.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const minutes = (count: number) => later(now, count * MINUTE)

const draft = (slug: string, change: Partial<Draft> = {}): Draft => ({
  slug,
  replyTo: null,
  body: 'The gauge at Skelmouth was read by hand until 1987.',
  name: 'Ada Tern',
  form: randomUUID(),
  ...change,
})

const write = (reader: string, slug: string, change: Partial<Draft> = {}, at = now) =>
  writeComment(database.app, reader, draft(slug, change), at)

async function writtenBy(reader: string, slug: string, change: Partial<Draft> = {}) {
  const outcome = await write(reader, slug, change)
  if (outcome.kind !== 'written') throw new Error(JSON.stringify(outcome))
  return outcome
}

async function rowOf(id: string) {
  const [row] = await database.owner`select * from comment where id = ${id}`
  return row ?? null
}

const count = async (articleId: string) => {
  const rows = await database.owner`select id from comment where article_id = ${articleId}`
  return rows.length
}

test('a first comment is written under the name that comes with it, and keeps to plain text', async () => {
  const [reader, { slug }] = [await addReader(database), await addArticle(database, 'free')]
  const { id, state } = await writtenBy(reader, slug, { body: ' <b>Well</b>\r\n\r\n\r\nsaid ' })
  expect(state).toBe('visible')
  expect(await rowOf(id)).toMatchObject({
    body: '<b>Well</b>\n\nsaid',
    by_staff: false,
    held_for: null,
  })
  const again = await writtenBy(reader, slug, { name: 'Somebody Else' })
  expect(await seeComment(database.app, reader, again.id, now)).toMatchObject({ name: 'Ada Tern' })
})

test('a form that is sent twice, or twice at once, writes once', async () => {
  const [reader, article] = [await addReader(database), await addArticle(database, 'free')]
  const twice = draft(article.slug)
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => writeComment(database.app, reader, twice, now)),
  )
  const afterwards = await writeComment(database.app, reader, twice, minutes(1))
  expect(
    new Set([...outcomes, afterwards].map((one) => one.kind === 'written' && one.id)).size,
  ).toBe(1)
  expect(await count(article.id)).toBe(1)
})

test.each<[string, Partial<Draft>, Partial<Written>]>([
  ['nothing', { body: ' \n ' }, { kind: 'bad_body', why: { kind: 'empty' } }],
  [
    'too much',
    { body: 'x'.repeat(2501) },
    { kind: 'bad_body', why: { kind: 'too_long', length: 2501 } },
  ],
  ['no name', { name: '' }, { kind: 'bad_name', why: { kind: 'too_short' } }],
  ['an office', { name: 'Moderator' }, { kind: 'bad_name', why: { kind: 'of_staff' } }],
  ['an answer to nothing', { replyTo: randomUUID() }, { kind: 'gone' }],
  ['no article', { slug: 'no-such-article' }, { kind: 'gone' }],
])('%s is refused, and nothing is written', async (_name, change, outcome) => {
  const [reader, article] = [await addReader(database), await addArticle(database, 'free')]
  expect(await write(reader, article.slug, change)).toEqual(outcome)
  expect(await count(article.id)).toBe(0)
})

test('authors and staff are impersonated by nobody, and staff are marked as such', async () => {
  await database.owner`insert into author (slug, name) values ('maren', 'Maren Thistlewood')`
  const editor = await addReader(database, { role: 'editor' })
  await database.owner`update reader set name = 'Bela Ruff' where id = ${editor}`
  const [reader, { slug }] = [await addReader(database), await addArticle(database, 'free')]
  for (const name of ['maren thistlewood', 'BELA RUFF'])
    expect(await write(reader, slug, { name })).toEqual({
      kind: 'bad_name',
      why: { kind: 'of_staff' },
    })
  const { id } = await writtenBy(editor, slug, { name: 'Bela Ruff' })
  expect(await rowOf(id)).toMatchObject({ by_staff: true })
})

test('who may not read the article writes nothing under it, and learns nothing of what stands there', async () => {
  const article = await addArticle(database, 'subscriber')
  const [subscriber, reader] = [
    await addReader(database, { subscriber: true }),
    await addReader(database),
  ]
  const { id } = await writtenBy(subscriber, article.slug)
  const no = { kind: 'refused', why: { kind: 'may_not', why: 'not_readable' } }
  for (const change of [{}, { replyTo: id }, { replyTo: randomUUID() }, { body: '' }, { name: '' }])
    expect(await write(reader, article.slug, change)).toEqual(no)
  expect(await seeComment(database.app, reader, id, now)).toBeNull()
  const report = { id, reason: 'spam' as const, note: '' }
  expect(await reportComment(database.app, reader, report, now)).toEqual({ kind: 'gone' })
  expect(await count(article.id)).toBe(1)
})

test('when a subscription is over, nobody writes or edits under what is for subscribers; taking back and one’s own words remain', async () => {
  const article = await addArticle(database, 'subscriber')
  const reader = await addReader(database, { subscriber: true })
  const { id } = await writtenBy(reader, article.slug)
  await database.owner`update access_grant set ends_at = '2027-03-01' where reader_id = ${reader}`
  const no = { kind: 'refused', why: { kind: 'may_not', why: 'not_readable' } }
  expect(await write(reader, article.slug)).toEqual(no)
  expect(await editComment(database.app, reader, { id, body: 'More' }, minutes(1))).toEqual(no)
  expect(await ownComments(database.app, reader, 1, now)).toMatchObject({ lines: [{ id }] })
  expect(await takeCommentBack(database.app, reader, id, minutes(1))).toEqual({
    slug: article.slug,
  })
  expect(await rowOf(id)).toBeNull()
})

test('nobody writes where staff closed the comments, and who is banned writes nowhere', async () => {
  const article = await addArticle(database, 'free')
  const [reader, banned] = [await addReader(database), await addReader(database)]
  await database.owner`
    insert into comment_ban (reader_id, why, by, created_at, until)
    values (${banned}, 'w', 'b', '2027-03-01', '2027-04-01')`
  expect(await write(banned, article.slug)).toEqual({
    kind: 'refused',
    why: { kind: 'may_not', why: 'banned', until: new Date('2027-04-01') },
  })
  await database.owner`update article set comments_closed_at = now() where id = ${article.id}`
  expect(await write(reader, article.slug)).toMatchObject({ why: { why: 'closed' } })
})

test('an answer to an answer goes to the same thread, and a comment of another article is not answered', async () => {
  const [one, other] = [await addArticle(database, 'free'), await addArticle(database, 'free')]
  const reader = await addReader(database)
  const top = await writtenBy(reader, one.slug)
  const answer = await writtenBy(reader, one.slug, { replyTo: top.id })
  const second = await writtenBy(reader, one.slug, { replyTo: answer.id })
  expect([answer.threadId, second.threadId]).toEqual([top.id, top.id])
  expect(await write(reader, other.slug, { replyTo: top.id })).toEqual({ kind: 'gone' })
})

test('the database itself knows answers to comments of the same article alone', async () => {
  const [one, other] = [await addArticle(database, 'free'), await addArticle(database, 'free')]
  const reader = await addReader(database)
  const top = await writtenBy(reader, one.slug)
  const answer = await writtenBy(reader, one.slug, { replyTo: top.id })
  const insert = (articleId: string, parentId: string) => database.owner`
    insert into comment (article_id, reader_id, parent_id, body, state)
    values (${articleId}, ${reader}, ${parentId}, 'x', 'visible')`
  await expect(insert(one.id, answer.id)).rejects.toThrow('comment_answers_comment')
  await expect(insert(other.id, top.id)).rejects.toThrow('comment_answers_comment')
})

test('a word of the list holds a comment: its writer sees it, others do not', async () => {
  await database.owner`insert into hold_word (folded, word, added_by) values ('barnacle', 'Barnacle', 'x')`
  const [reader, other] = [await addReader(database), await addReader(database)]
  const { slug } = await addArticle(database, 'free')
  const { id, state } = await writtenBy(reader, slug, { body: 'You BARNÁCLE, sir!' })
  expect(state).toBe('held')
  expect(await rowOf(id)).toMatchObject({ state: 'held', held_for: 'word' })
  expect(await seeComment(database.app, other, id, now)).toBeNull()
  expect(await write(other, slug, { replyTo: id })).toEqual({ kind: 'gone' })
  expect((await ownComments(database.app, reader, 1, now)).lines[0]).toMatchObject({
    state: 'held',
  })
  const fine = await writtenBy(reader, slug, { body: 'Barnacles grow here.' })
  expect(fine.state).toBe('visible')
  const edited = await editComment(database.app, reader, { id: fine.id, body: 'A barnacle' }, now)
  expect(edited).toMatchObject({ kind: 'written', state: 'held' })
})

test('a comment is edited for ten minutes, by whoever wrote it, and marked', async () => {
  const [reader, other] = [await addReader(database), await addReader(database)]
  const { slug } = await addArticle(database, 'free')
  const { id } = await writtenBy(reader, slug)
  await database.owner`update comment set picked_at = now(), approved_at = now() where id = ${id}`
  const edit = (who: string, at: Date) => editComment(database.app, who, { id, body: 'Better' }, at)
  expect(await edit(other, minutes(1))).toEqual({ kind: 'late' })
  expect(await edit(reader, minutes(10))).toEqual({ kind: 'late' })
  expect(await rowOf(id)).toMatchObject({ edited_at: null })
  expect(await edit(reader, minutes(9))).toMatchObject({ kind: 'written', state: 'visible' })
  expect(await rowOf(id)).toMatchObject({
    body: 'Better',
    edited_at: minutes(9),
    picked_at: null,
    approved_at: null,
  })
  expect(await ownChangeable(database.app, other, id, minutes(1))).toBeNull()
})

test('a comment that was answered leaves its place when it is taken back, and no word', async () => {
  const [reader, other] = [await addReader(database), await addReader(database)]
  const { slug } = await addArticle(database, 'free')
  const { id } = await writtenBy(reader, slug)
  await writtenBy(other, slug, { replyTo: id })
  expect(await takeCommentBack(database.app, other, id, minutes(1))).toBeNull()
  expect(await takeCommentBack(database.app, reader, id, minutes(10))).toBeNull()
  expect(await takeCommentBack(database.app, reader, id, minutes(1))).toEqual({ slug })
  expect(await rowOf(id)).toMatchObject({ state: 'removed', removed_by: 'writer', body: '' })
})

test('five in ten minutes; what is refused before costs no turn', async () => {
  const [reader, article] = [await addReader(database), await addArticle(database, 'free')]
  await write(reader, article.slug, { body: '' })
  for (let turn = 0; turn < 5; turn++) await writtenBy(reader, article.slug)
  expect(await write(reader, article.slug)).toMatchObject({ kind: 'limited' })
  expect(await count(article.id)).toBe(5)
})

test('three readers who report hold a comment; staff’s own and what staff let stand stay', async () => {
  const article = await addArticle(database, 'free')
  const [reader, editor] = [
    await addReader(database),
    await addReader(database, { role: 'editor', name: 'Ed' }),
  ]
  const ids = {
    plain: (await writtenBy(reader, article.slug)).id,
    approved: (await writtenBy(reader, article.slug)).id,
    staff: (await writtenBy(editor, article.slug)).id,
  }
  await database.owner`update comment set approved_at = now() where id = ${ids.approved}`
  const report = async (who: string, id: string) =>
    reportComment(database.app, who, { id, reason: 'private', note: ' It names\nmy street. ' }, now)
  expect(await report(reader, ids.plain)).toEqual({ kind: 'own' })
  for (let turn = 0; turn < 3; turn++) {
    const who = await addReader(database)
    for (const id of Object.values(ids)) {
      expect(await report(who, id)).toEqual({ kind: 'reported', slug: article.slug })
      // The same reader once more counts for nothing.
      await report(who, id)
    }
    const states = await database.owner`select state from comment where id = ${ids.plain}`
    expect(states[0]?.state).toBe(turn < 2 ? 'visible' : 'held')
  }
  expect(await rowOf(ids.plain)).toMatchObject({ held_for: 'reports' })
  expect(await rowOf(ids.approved)).toMatchObject({ state: 'visible' })
  expect(await rowOf(ids.staff)).toMatchObject({ state: 'visible' })
  const [note] = await database.owner`select note from comment_report limit 1`
  expect(note?.note).toBe('It names my street.')
})

test('another name stands beside what was written before, and is asked for three times a day', async () => {
  const [reader, { slug }] = [await addReader(database), await addArticle(database, 'free')]
  const { id } = await writtenBy(reader, slug)
  expect(await rename(database.app, reader, 'The Leadline', now)).toMatchObject({
    kind: 'bad_name',
  })
  for (const name of ['Ida Tern', 'Ida Gull', 'Ida Auk'])
    expect(await rename(database.app, reader, name, now)).toEqual({ kind: 'named', name })
  expect(await rename(database.app, reader, 'Ida Smew', now)).toMatchObject({ kind: 'limited' })
  expect(await seeComment(database.app, reader, id, now)).toMatchObject({ name: 'Ida Auk' })
})

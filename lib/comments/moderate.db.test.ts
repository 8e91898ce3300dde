import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { readForDesk, readQueue } from './desk.ts'
import {
  addWord,
  approveComment,
  banWriter,
  closeComments,
  dropWord,
  holdForStaff,
  liftBan,
  pickComment,
  removeComment,
} from './moderate.ts'
import { ownComments } from './own.ts'
import { reportComment } from './report.ts'
import { addArticle, addReader } from './testing/people.ts'
import { writeComment } from './write.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const moderator = { id: randomUUID(), label: 'editor@news.example (editor)' }

async function add(body = 'Words.', name = 'Ada Tern') {
  const [reader, article] = [await addReader(database), await addArticle(database, 'free')]
  const draft = { slug: article.slug, replyTo: null, body, name, form: randomUUID() }
  const outcome = await writeComment(database.app, reader, draft, now)
  if (outcome.kind !== 'written') throw new Error(JSON.stringify(outcome))
  return { reader, article, id: outcome.id }
}

const audited = async (reader: string) => {
  const rows = await database.owner`
    select action, detail from audit_entry where subject_id = ${reader} order by id`
  return rows.map(({ action, detail }) => ({ action: String(action), detail: Object(detail) }))
}
const rowOf = async (id: string) => {
  const [row] = await database.owner`select * from comment where id = ${id}`
  return row ?? {}
}
const report = async (id: string) => {
  const who = await addReader(database)
  await reportComment(database.app, who, { id, reason: 'abuse', note: 'Rude.' }, now)
}
const ask = (queue: 'held' | 'reported' | 'all', search = '') =>
  readQueue(database.app, { queue, search, page: 1 })

test('what readers report waits for staff; letting it stand settles that, and more reports do not hold it', async () => {
  const { id, reader } = await add()
  await report(id)
  await report(id)
  expect((await ask('reported')).comments.map((one) => one.id)).toEqual([id])
  expect(await readForDesk(database.app, id, now)).toMatchObject({
    comment: { openReports: 2 },
    reports: [{ reason: 'It is abusive, hateful or threatening', note: 'Rude.', isOpen: true }, {}],
    record: { written: 1, removed: 0 },
    ban: null,
  })
  expect(await approveComment(database.app, moderator, id, now)).toBe('done')
  expect(await approveComment(database.app, moderator, id, now)).toBe('nothing')
  for (let turn = 0; turn < 4; turn++) await report(id)
  expect(await rowOf(id)).toMatchObject({ state: 'visible' })
  expect(await audited(reader)).toEqual([
    { action: 'Let a comment stand', detail: { comment: id } },
  ])
})

test('what staff remove is kept for them, with the reason, which its writer sees; and can come back', async () => {
  const { id, reader } = await add('Rude words.')
  await pickComment(database.app, moderator, { id, pick: true }, now)
  await removeComment(database.app, moderator, { id, why: ' It insults\na person. ' }, now)
  expect(await rowOf(id)).toMatchObject({
    state: 'removed',
    removed_by: 'staff',
    body: 'Rude words.',
    picked_at: null,
  })
  expect((await ownComments(database.app, reader, 1, now)).lines).toMatchObject([
    { state: 'removed', removedWhy: 'It insults a person.', changeableUntil: null },
  ])
  expect(await audited(reader)).toEqual([
    { action: 'Picked a comment', detail: { comment: id } },
    { action: 'Removed a comment', detail: { comment: id, why: 'It insults a person.' } },
  ])
  expect(await removeComment(database.app, moderator, { id, why: 'x' }, now)).toBe('nothing')
  expect(await approveComment(database.app, moderator, id, now)).toBe('done')
  expect(await rowOf(id)).toMatchObject({ state: 'visible', removed_why: null })
})

test('only what is shown is held or picked', async () => {
  const { id } = await add()
  expect(await pickComment(database.app, moderator, { id, pick: false }, now)).toBe('nothing')
  expect(await holdForStaff(database.app, moderator, id, now)).toBe('done')
  expect(await holdForStaff(database.app, moderator, id, now)).toBe('nothing')
  expect(await pickComment(database.app, moderator, { id, pick: true }, now)).toBe('nothing')
  expect((await ask('held')).comments.map((one) => one.id)).toEqual([id])
  expect(await approveComment(database.app, moderator, randomUUID(), now)).toBe('nothing')
})

test('a ban is of whoever wrote a comment, ends by itself or never, and can be lifted; staff are not banned', async () => {
  const { id, reader } = await add()
  const until = later(now, 7 * DAY)
  const ban = (end: Date | null, commentId = id) =>
    banWriter(database.app, moderator, { commentId, why: 'Third insult', until: end }, now)
  expect(await ban(until)).toBe('done')
  expect((await readForDesk(database.app, id, now))?.ban).toMatchObject({
    until,
    by: moderator.label,
  })
  expect((await readForDesk(database.app, id, until))?.ban).toBeNull()
  expect(await ban(null)).toBe('done')
  expect((await readForDesk(database.app, id, later(now, 9999 * DAY)))?.ban).toMatchObject({
    until: null,
  })
  expect(await liftBan(database.app, moderator, id)).toBe('done')
  expect(await liftBan(database.app, moderator, id)).toBe('nothing')
  expect((await audited(reader)).map(({ action }) => action)).toEqual([
    'Banned from commenting',
    'Banned from commenting',
    'Lifted a ban from commenting',
  ])
  await database.owner`update comment set by_staff = true where id = ${id}`
  expect(await ban(null)).toBe('staff')
})

test('the comments of an article are closed and opened', async () => {
  const { id, article } = await add()
  const close = (yes: boolean) =>
    closeComments(database.app, moderator, { commentId: id, close: yes }, now)
  expect(await close(false)).toBe('nothing')
  expect(await close(true)).toBe('done')
  expect(await close(true)).toBe('nothing')
  expect((await readForDesk(database.app, id, now))?.comment.article.closed).toBe(true)
  expect(await close(false)).toBe('done')
  const said = await database.owner`
    select action from audit_entry where detail ->> 'article' = ${article.slug} order by id`
  expect(said.map(({ action }) => String(action))).toEqual([
    'Closed the comments of an article',
    'Opened the comments of an article',
  ])
})

test('words are added once, whatever their spelling, and taken off', async () => {
  expect(await addWord(database.app, moderator, ' Bárnacle  Goose ', now)).toBe('done')
  expect(await addWord(database.app, moderator, 'barnacle-goose', now)).toBe('nothing')
  expect(await addWord(database.app, moderator, '…', now)).toBe('no_word')
  const { id } = await add('The barnacle goose again.')
  expect(await rowOf(id)).toMatchObject({ held_for: 'word' })
  expect(await dropWord(database.app, moderator, 'barnacle goose')).toBe('done')
  expect(await dropWord(database.app, moderator, 'barnacle goose')).toBe('nothing')
})

test('staff find a comment by its words, its writer and its article, and no sign of a search is a pattern', async () => {
  const { id } = await add('Exactly 50% of nets.', 'Zora Quill')
  const found = async (search: string) =>
    (await ask('all', search)).comments.map((one) => one.id).includes(id)
  expect(await found('50% of')).toBe(true)
  expect(await found('zora q')).toBe(true)
  expect(await found('a headline')).toBe(true)
  expect(await found('5_%')).toBe(false)
  expect(JSON.stringify(await ask('all'))).not.toContain('@')
})

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { StaffRole } from '#lib/access/level.ts'
import { addReader } from '#lib/billing/testing/billing.ts'
import { DAY, later } from '#lib/clock.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { giveAccess, takeBackAccess } from './grants.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const actor = { id: randomUUID(), label: 'desk@news.example (support)' }
const give = (
  readerId: string,
  days: number,
  role: StaffRole = 'support',
  form: string = randomUUID(),
) =>
  giveAccess(database.app, { actor, role }, { readerId, days, why: 'Wrote to the desk', form }, now)
const standing = async (readerId: string, at: Date) =>
  (await readerStanding(database.app, readerId, at)).decision
const grantOf = async (readerId: string) => {
  const [row] = await database.owner`select id from access_grant where reader_id = ${readerId}`
  return String(row?.id)
}

test('given access opens everything to its end, is mailed, and is in the audit log with its reason', async () => {
  const { id, email } = await addReader(database.owner)
  const until = later(now, 30 * DAY)
  expect(await give(id, 30)).toEqual({ kind: 'given', until })
  expect(await standing(id, later(until, -1))).toMatchObject({
    granted: true,
    reason: 'staff_grant',
  })
  expect(await standing(id, until)).toMatchObject({ granted: false, reason: 'grant_over' })
  expect(await database.owner`select to_address, kind from mail where reader_id = ${id}`).toEqual([
    { to_address: email, kind: 'access_given' },
  ])
  const [entry] = await database.owner`
    select actor, action, detail->>'why' as why from audit_entry where subject_id = ${id}`
  expect(entry).toEqual({
    actor: actor.label,
    action: 'Gave access for 30 days',
    why: 'Wrote to the desk',
  })
})

test('a form that is sent twice gives once, and tells and writes it once', async () => {
  const { id } = await addReader(database.owner)
  const form = randomUUID()
  const until = later(now, 30 * DAY)
  const both = await Promise.all([give(id, 30, 'support', form), give(id, 30, 'support', form)])
  expect(both).toEqual([
    { kind: 'given', until },
    { kind: 'given', until },
  ])
  const [row] = await database.owner`
    select (select count(*)::int from access_grant where reader_id = ${id}) as grants,
           (select count(*)::int from mail where reader_id = ${id}) as mails,
           (select count(*)::int from audit_entry where subject_id = ${id}) as entries`
  expect(row).toEqual({ grants: 1, mails: 1, entries: 1 })
  await give(id, 30)
  const again = await database.owner`select 1 from access_grant where reader_id = ${id}`
  expect(again).toHaveLength(2)
})

test.each<[StaffRole, number, number]>([
  ['support', 31, 30],
  ['support', 0, 30],
  ['support', 1.5, 30],
  ['admin', 3651, 3650],
  ['writer', 1, 0],
  ['editor', 1, 0],
])('%s may not give %d days', async (role, days, most) => {
  const { id } = await addReader(database.owner)
  expect(await give(id, days, role)).toEqual({ kind: 'too_long', most })
  expect(await standing(id, now)).toMatchObject({ granted: false })
})

test('nobody is given anything who does not exist', async () => {
  expect(await give(randomUUID(), 5)).toEqual({ kind: 'no_reader' })
})

test('taken back, it ends at once, a second time nothing happens, and another reader’s is out of reach', async () => {
  const { id } = await addReader(database.owner)
  await give(id, 30)
  const grant = await grantOf(id)
  const other = { id: grant, readerId: randomUUID() }
  expect(await takeBackAccess(database.app, actor, other, now)).toBe(false)
  const own = { id: grant, readerId: id }
  expect(await takeBackAccess(database.app, actor, own, later(now, DAY))).toBe(true)
  expect(await standing(id, later(now, DAY))).toMatchObject({ granted: false })
  expect(await takeBackAccess(database.app, actor, own, later(now, DAY))).toBe(false)
  const actions = await database.owner`
    select action from audit_entry where subject_id = ${id} order by id`
  expect(actions.map(({ action }) => action)).toEqual([
    'Gave access for 30 days',
    'Took access back',
  ])
})

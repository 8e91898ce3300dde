import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { addStaff, staffRoles } from './staff.ts'

const database = useTestDatabase()
const member = async (email: string) => {
  const rows = await database.owner`
    select r.id, s.role from reader r join staff_member s on s.reader_id = r.id
     where r.email = ${email}`
  return [...rows]
}
const entries = async (id: string) => {
  const rows = await database.owner`
    select actor, action from audit_entry where subject_id = ${id} order by id`
  return [...rows]
}

test.each(staffRoles)('somebody becomes %s, with an account if they had none', async (role) => {
  const email = `${role}@news.example`
  const { readerId } = await addStaff(database.app, 'terminal', { email, name: null, role })
  expect(await member(email)).toEqual([{ id: readerId, role }])
  expect(await entries(readerId)).toEqual([
    { actor: 'terminal', action: `Made a member of staff: ${role}` },
  ])
})

test('a reader keeps their account and name, and has one role: the last', async () => {
  const email = 'reader@news.example'
  const [reader] = await database.owner`
    insert into reader (email, name) values (${email}, 'R. Eader') returning id`
  await addStaff(database.app, 'terminal', { email, name: 'Other', role: 'admin' })
  await addStaff(database.app, 'terminal', { email, name: null, role: 'writer' })
  expect(await member(email)).toEqual([{ id: reader?.id, role: 'writer' }])
  expect(await entries(String(reader?.id))).toHaveLength(2)
  const [kept] = await database.owner`select name from reader where email = ${email}`
  expect(kept?.name).toBe('R. Eader')
})

test('a role that does not exist is refused by the database, and nothing of it remains', async () => {
  const role = JSON.parse('"owner"')
  const person = { email: 'owner@news.example', name: null, role }
  await expect(addStaff(database.app, 'terminal', person)).rejects.toMatchObject({
    cause: { code: '23514' },
  })
  expect(await database.owner`select id from reader where email = ${person.email}`).toHaveLength(0)
})

import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { openWithdrawals, settleWithdrawalByHand } from './settle-by-hand.ts'
import { addReader } from './testing/billing.ts'

const database = useTestDatabase()
const now = new Date('2027-01-12T10:00:00Z')
const actor = { id: null, label: 'desk@news.example (support)' }

async function stated(outcome: string, readerId: string | null, at = now): Promise<string> {
  const [row] = await database.owner`
    insert into withdrawal (name, email, via, outcome, reader_id, stated_at)
    values ('Anna Example', 'anna@example.org', 'form', ${outcome}, ${readerId}, ${at})
    returning id`
  return String(row?.id)
}
const open = async () => (await openWithdrawals(database.app)).map(({ id }) => id)

test('what waits for a person is listed, settled once, with who and when, and audited once', async () => {
  const { id: readerId } = await addReader(database.owner)
  const second = await stated('by_hand', readerId, later(now, MINUTE))
  const first = await stated('by_hand', null)
  const [ended, late] = [await stated('ended', readerId), await stated('too_late', readerId)]
  expect(await open()).toEqual([first, second])

  const settle = (id: string) => settleWithdrawalByHand(database.app, actor, id, now)
  expect(await Promise.all([settle(second), settle(second)])).toContain(true)
  expect(await settle(second)).toBe(false)
  for (const id of [ended, late]) expect(await settle(id)).toBe(false)
  expect(await open()).toEqual([first])
  const rows = await database.owner`
    select settled_at, settled_by from withdrawal where id in ${database.owner([second, ended])}
     order by settled_by nulls last`
  expect([...rows]).toEqual([
    { settled_at: now, settled_by: actor.label },
    { settled_at: null, settled_by: null },
  ])
  const entries = await database.owner`
    select actor, action, detail from audit_entry where subject_id = ${readerId}`
  expect([...entries]).toEqual([
    {
      actor: actor.label,
      action: 'Settled a withdrawal by hand',
      detail: { withdrawal: second },
    },
  ])
  expect(await settle(first)).toBe(true)
})

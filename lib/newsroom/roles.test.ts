import { expect, test } from 'vitest'
import type { StaffRole } from '#lib/access/level.ts'
import { may, type Permission } from './roles.ts'

const roles = [null, 'support', 'writer', 'editor', 'admin'] satisfies (StaffRole | null)[]

/** W51: what each may do, in the order of `roles`: nobody, support, writer, editor, admin. */
test.each<[Permission, boolean[]]>([
  ['enter the newsroom', [false, true, true, true, true]],
  ['look readers up', [false, true, false, false, true]],
  ['sync readers with Stripe', [false, true, false, false, true]],
  ['give access', [false, true, false, false, true]],
  ['refund payments', [false, false, false, false, true]],
  ['keep pictures', [false, false, true, true, true]],
  ['moderate comments', [false, false, false, true, true]],
  ['order the front page', [false, false, false, true, true]],
  ['watch billing', [false, true, false, false, true]],
  ['replay events', [false, false, false, false, true]],
])('%s', (permission, expected) => {
  expect(roles.map((role) => may(role, permission))).toEqual(expected)
})

test('a role that does not exist may nothing', () => {
  const role: StaffRole = JSON.parse('"owner"')
  expect(may(role, 'enter the newsroom')).toBe(false)
})

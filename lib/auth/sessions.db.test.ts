import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { HOUR, later } from '#lib/clock.ts'
import { hashToken } from './hash.ts'
import { endOneSession, signedInDevices, signOutEverywhere } from './sessions.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()
let [anna, bert] = ['', '']
beforeEach(async () => {
  anna = await addReader()
  bert = await addReader()
})

async function addReader(): Promise<string> {
  const [row] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  return String(row?.id)
}
async function signIn(readerId: string, device = 'Firefox on Linux', until = later(now, HOUR)) {
  const tokenHash = hashToken(randomUUID())
  await database.owner`insert into session (token_hash, reader_id, expires_at, device)
                       values (${tokenHash}, ${readerId}, ${until}, ${device})`
  return tokenHash
}
const devices = (readerId: string, here: string | null = null) =>
  signedInDevices(database.app, readerId, here, now)

test('shows where one is signed in, marks the browser that asks, and shows nothing that opens one', async () => {
  const here = await signIn(anna, 'Safari on iPhone')
  await signIn(anna)
  await signIn(anna, 'Edge on Windows', later(now, -1))
  await signIn(bert)
  const shown = await devices(anna, here)
  expect(shown.map((one) => [one.device, one.here])).toEqual(
    expect.arrayContaining([
      ['Safari on iPhone', true],
      ['Firefox on Linux', false],
    ]),
  )
  expect(shown).toHaveLength(2)
  expect(JSON.stringify(shown)).not.toMatch(/[0-9a-f]{64}/)
})

test('ends one session, and only one’s own', async () => {
  await signIn(anna)
  await signIn(anna, 'Safari on iPhone')
  await signIn(bert)
  const [bertsOwn] = await devices(bert)
  for (const id of [bertsOwn?.id ?? '', randomUUID(), 'x', '', "'; drop table session"])
    expect(await endOneSession(database.app, anna, id)).toBe(false)
  expect(await devices(bert)).toHaveLength(1)
  const phone = (await devices(anna)).find(({ device }) => device === 'Safari on iPhone')
  expect(await endOneSession(database.app, anna, phone?.id ?? '')).toBe(true)
  expect(await endOneSession(database.app, anna, phone?.id ?? '')).toBe(false)
  expect(await devices(anna)).toMatchObject([{ device: 'Firefox on Linux' }])
})

test('signing out everywhere also makes void what was asked for in one of the sessions', async () => {
  await signIn(anna)
  await signIn(bert)
  await database.owner`
    insert into email_change (reader_id, new_email, link_hash, expires_at)
    values (${anna}, 'eve@evil.example', ${hashToken('x')}, ${later(now, HOUR)})`
  await signOutEverywhere(database.app, anna, now)
  expect(await devices(anna)).toEqual([])
  expect(await devices(bert)).toHaveLength(1)
  const [change] = await database.owner`select used_at from email_change where reader_id = ${anna}`
  expect(change?.used_at).toEqual(now)
})

import { randomUUID } from 'node:crypto'
import { beforeAll, expect } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { fuzz } from '#lib/testing/fuzz.ts'
import { openAccessMemory } from './access-memory.ts'
import { changesByHand } from './testing/changes.ts'
import { cookieHeader } from './testing/requests.ts'

const database = useTestDatabase()
const siteUrl = new URL('https://news.example')
const memory = openAccessMemory({ db: database.app, changes: changesByHand(), siteUrl })

// Somebody has a session, and works here: there is something to be had.
beforeAll(async () => {
  const { owner } = database
  const [reader] = await owner`insert into reader (email) values ('a@example.org') returning id`
  const id = String(reader?.id)
  await owner`insert into session (token_hash, reader_id, expires_at)
              values (${hashToken(randomUUID())}, ${id}, now() + interval '1 day')`
  await owner`insert into staff_member (reader_id, role) values (${id}, 'admin')`
})

fuzz(
  'no cookie without a token that we gave makes anybody more than anonymous',
  { values: cookieHeader('__Host-foldline'), runs: 100 },
  async (cookie) => {
    expect(await memory.classOf(cookie, new Date())).toBe('anonymous')
    expect(await memory.isStaff(cookie, new Date())).toBe(false)
  },
)

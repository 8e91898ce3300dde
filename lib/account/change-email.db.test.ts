import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { holdAlone } from '#db/queries/billing.ts'
import { issueChallenge, peekLink } from '#lib/auth/challenge.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { syncReader } from '#lib/billing/reader.ts'
import { addMember, type Member } from '#lib/billing/testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from '#lib/billing/testing/fake-stripe.ts'
import { PRICE } from '#lib/billing/testing/world.ts'
import { HOUR, later } from '#lib/clock.ts'
import type { AtOnceMessage } from '#lib/mail/message.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { confirmEmailChange, peekEmailChange, requestEmailChange } from './change-email.ts'

const { siteUrl } = useTestEnvironment()
const database = useTestDatabase()
const now = new Date()
let fake: FakeStripe
let member: Member
let reader: { id: string; email: string }
let sent: { to: string; readerId: string | null; message: AtOnceMessage }[]
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
afterEach(() => fake.behave())
beforeEach(async () => {
  member = await addMember(database.owner, fake)
  reader = { id: member.readerId, email: member.email }
  sent = []
})

const somebody = () => `new-${randomUUID()}@example.org`
const ask = (typed: string, who = reader, outcome: 'sent' | 'failed' = 'sent') =>
  requestEmailChange(
    database.app,
    who,
    typed,
    { address: randomUUID(), device: 'Firefox on Linux', now, siteUrl },
    (to, readerId, message) => {
      sent.push({ to, readerId, message })
      return Promise.resolve({ kind: outcome })
    },
  )
function tokenOfNewest(): string {
  const message = sent.at(-1)?.message
  if (message?.kind !== 'email_change') throw new Error('No link was sent.')
  return new URL(message.link).searchParams.get('token') ?? ''
}
const mails = async (to: string) => {
  const rows =
    await database.owner`select kind, data from mail where to_address = ${to} order by id`
  return [...rows]
}
const rowOf = async (id = reader.id) => {
  const [row] = await database.owner`select email, email_verified from reader where id = ${id}`
  return row
}
const signIn = async (id = reader.id) => {
  const token = randomUUID()
  await database.owner`insert into session (token_hash, reader_id, expires_at)
                       values (${hashToken(token)}, ${id}, ${later(now, HOUR)})`
}
const sessions = (id = reader.id) => database.owner`select id from session where reader_id = ${id}`

describe('asking for another address', () => {
  test('sends a link there and a notice to the address in use; nothing has changed yet', async () => {
    const email = somebody()
    expect(await ask(` ${email.toUpperCase()} `)).toEqual({ kind: 'sent', email })
    expect(sent).toMatchObject([
      { to: email, readerId: reader.id, message: { kind: 'email_change', minutes: 60 } },
    ])
    expect(await mails(reader.email)).toMatchObject([
      { kind: 'email_change_asked', data: { newEmail: email, device: 'Firefox on Linux' } },
    ])
    expect(await rowOf()).toMatchObject({ email: reader.email })
    const rows = JSON.stringify(await database.owner`select * from email_change`)
    expect(rows).not.toContain(tokenOfNewest())
  })

  test('an address of somebody else is answered alike, and its owner is told', async () => {
    const other = await addMember(database.owner, fake)
    expect(await ask(other.email)).toEqual({ kind: 'sent', email: other.email })
    expect(sent).toEqual([
      { to: other.email, readerId: other.readerId, message: { kind: 'email_taken' } },
    ])
    expect(await mails(reader.email)).toMatchObject([{ kind: 'email_change_asked' }])
    expect(
      await database.owner`select id from email_change where reader_id = ${reader.id}`,
    ).toHaveLength(0)
  })

  test('an address that is none, a look-alike and the one in use are refused with a sentence', async () => {
    for (const typed of [
      'ada',
      'adа@example.org',
      'ada@example.org,eve@evil.example',
      reader.email,
    ])
      expect(await ask(typed)).toMatchObject({ kind: 'invalid', why: expect.stringMatching(/\.$/) })
    expect(sent).toEqual([])
  })

  test('the sixth time in an hour is refused', async () => {
    for (let i = 0; i < 5; i++) expect(await ask(somebody())).toMatchObject({ kind: 'sent' })
    expect(await ask(somebody())).toMatchObject({ kind: 'limited' })
    expect(sent).toHaveLength(5)
  })

  test('a mail that is not taken is said', async () => {
    expect(await ask(somebody(), reader, 'failed')).toEqual({ kind: 'mail_failed' })
  })
})

describe('the link', () => {
  test('shows what it would do without being spent, and does it once', async () => {
    const email = somebody()
    await ask(email)
    const token = tokenOfNewest()
    const shown = { oldEmail: reader.email, newEmail: email }
    expect(await peekEmailChange(database.app, token, now)).toEqual(shown)
    expect(await peekEmailChange(database.app, token, now)).toEqual(shown)
    const all = await Promise.all(
      Array.from({ length: 5 }, () => confirmEmailChange(database.app, token, now)),
    )
    expect(all.filter(({ kind }) => kind === 'changed')).toEqual([
      { kind: 'changed', readerId: reader.id, email },
    ])
    expect(await rowOf()).toEqual({ email, email_verified: now })
    expect(await peekEmailChange(database.app, token, now)).toBeNull()
  })

  test('lasts an hour, exclusive; a newer one makes it void; a made-up one opens nothing', async () => {
    await ask(somebody())
    const first = tokenOfNewest()
    expect(await confirmEmailChange(database.app, first, later(now, HOUR))).toEqual({
      kind: 'void',
    })
    await ask(somebody())
    for (const token of [first, 'none', ''])
      expect(await confirmEmailChange(database.app, token, now)).toEqual({ kind: 'void' })
    expect(await rowOf()).toMatchObject({ email: reader.email })
    const last = later(now, HOUR - 1)
    expect(await confirmEmailChange(database.app, tokenOfNewest(), last)).toMatchObject({
      kind: 'changed',
    })
  })

  test('changes nothing when somebody has made an account with the address meanwhile', async () => {
    const email = somebody()
    await ask(email)
    await database.owner`insert into reader (email) values (${email})`
    expect(await confirmEmailChange(database.app, tokenOfNewest(), now)).toEqual({ kind: 'taken' })
    expect(await rowOf()).toMatchObject({ email: reader.email })
  })
})

test('while somebody else works on the account nothing is changed, and the link stays good', async () => {
  const email = somebody()
  await ask(email)
  const token = tokenOfNewest()
  await database.app.transaction(async (tx) => {
    await holdAlone(tx, `reader ${reader.id}`, 1000)
    expect(await confirmEmailChange(database.app, token, now, 20)).toEqual({ kind: 'busy' })
  })
  expect(await rowOf()).toMatchObject({ email: reader.email })
  expect(await confirmEmailChange(database.app, token, now)).toMatchObject({ kind: 'changed' })
})

describe('the change', () => {
  test('ends every session of this reader and nobody else’s, spends open sign-in links, tells the old address', async () => {
    const other = await addMember(database.owner, fake)
    await Promise.all([signIn(), signIn(), signIn(other.readerId)])
    const email = somebody()
    const challenges = await Promise.all(
      [reader.email, email, other.email].map((to) =>
        issueChallenge(database.app, 'secret', { email: to, returnTo: '/' }, now),
      ),
    )
    await ask(email)
    await confirmEmailChange(database.app, tokenOfNewest(), now)
    expect(await sessions()).toHaveLength(0)
    expect(await sessions(other.readerId)).toHaveLength(1)
    const open = await Promise.all(
      challenges.map(async ({ token }) => peekLink(database.app, token, now)),
    )
    expect(open).toMatchObject([null, null, { email: other.email }])
    expect((await mails(reader.email)).at(-1)).toMatchObject({
      kind: 'email_changed',
      data: { newEmail: email },
    })
    const [audit] = await database.owner`
      select actor_id, action, detail from audit_entry where subject_id = ${reader.id}`
    expect(audit).toEqual({
      actor_id: reader.id,
      action: 'Changed their e-mail address',
      detail: {},
    })
  })

  test('reaches Stripe by the next sync, and when that fails, by the one after it', async () => {
    const email = somebody()
    await ask(email)
    await confirmEmailChange(database.app, tokenOfNewest(), now)
    const sync = () =>
      syncReader(database.app, reader.id, { stripe: fake.gateway, priceId: PRICE, now })
    const atStripe = () => fake.world.customers.get(member.customerId)?.email
    fake.before = ({ method }) => (method === 'POST' ? stripeError(500) : undefined)
    expect(await sync()).toMatchObject({ kind: 'synced' })
    expect(atStripe()).toBe(reader.email)
    fake.behave()
    await sync()
    expect(atStripe()).toBe(email)
    // What somebody wants invoices to be sent to is theirs to choose, in the portal.
    fake.world.customers.set(member.customerId, {
      id: member.customerId,
      object: 'customer',
      livemode: false,
      email: 'accounts@example.org',
    })
    await sync()
    expect(atStripe()).toBe('accounts@example.org')
  })
})

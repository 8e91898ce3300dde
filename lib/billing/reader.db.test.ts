import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { openPortal, syncReader, whereSubscribingBegan } from './reader.ts'
import {
  addMember,
  addReader,
  billingOn,
  deliver,
  eventAbout,
  type Member,
} from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { customer, PRICE, subscription } from './testing/world.ts'

const { siteUrl } = useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let member: Member
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  member = await addMember(database.owner, fake)
})
afterEach(() => fake.behave())

const sells = (of = member) => {
  const sold = subscription(`sub_${of.customerId}`, of.customerId, new Date())
  fake.world.subscriptions.set(sold.id, sold)
  return sold
}
const sync = (readerId = member.readerId) =>
  syncReader(database.app, readerId, { stripe: fake.gateway, priceId: PRICE, now: new Date() })
const portal = (readerId = member.readerId) =>
  openPortal(database.app, readerId, { stripe: fake.gateway, siteUrl })

describe('the return page reads the reader’s own customer', () => {
  test('34: the webhook never comes, and what was paid is unlocked', async () => {
    sells()
    expect(await sync()).toMatchObject({ kind: 'synced', decision: { granted: true } })
  })

  test('35: the webhook comes before it and after it: unlocked once, one mail', async () => {
    const event = eventAbout(sells())
    await deliver(database.app, event, billingOn(fake))
    await sync()
    await deliver(database.app, eventAbout(sells()), billingOn(fake))
    const mails = await database.owner`select id from mail where reader_id = ${member.readerId}`
    expect(mails).toHaveLength(1)
  })

  test('43: what somebody else paid unlocks nothing', async () => {
    sells()
    const other = await addMember(database.owner, fake)
    expect(await sync(other.readerId)).toMatchObject({ decision: { granted: false } })
  })

  test('who is no customer is none, and Stripe is not asked', async () => {
    const { id } = await addReader(database.owner)
    const before = fake.calls.length
    expect(await sync(id)).toEqual({ kind: 'no_customer' })
    expect(fake.calls.length).toBe(before)
  })

  test('a customer deleted at Stripe is none any more', async () => {
    fake.world.customers.set(member.customerId, customer(member.customerId, { deleted: true }))
    expect(await sync()).toEqual({ kind: 'no_customer' })
  })

  test('Stripe down is said, and access is unchanged', async () => {
    sells()
    await sync()
    fake.world.subscriptions.clear()
    fake.before = () => stripeError(500)
    expect(await sync()).toEqual({ kind: 'unavailable' })
    const [row] = await database.owner`
      select status from subscription where customer_id = ${member.customerId} and vanished_at is null`
    expect(row?.status).toBe('active')
  })
})

describe('the portal', () => {
  test('44: opens for the reader’s own customer, and leads back to us', async () => {
    expect(await portal()).toMatchObject({ kind: 'open', url: expect.stringContaining('bps_') })
    const form = Object.fromEntries(fake.calls.at(-1)?.form ?? [])
    expect(form).toEqual({
      customer: member.customerId,
      return_url: 'https://news.example/account/return',
    })
  })

  test('does not open for who is no customer, or no longer one', async () => {
    const { id } = await addReader(database.owner)
    expect(await portal(id)).toEqual({ kind: 'no_customer' })
    fake.world.customers.delete(member.customerId)
    expect(await portal()).toEqual({ kind: 'no_customer' })
  })

  test('Stripe down is said', async () => {
    fake.before = () => 'reset'
    expect(await portal()).toEqual({ kind: 'unavailable' })
  })
})

test('after paying one goes back to where the newest attempt began, else to the front page', async () => {
  const began = (path: string, at: string) =>
    database.owner`insert into checkout_attempt (reader_id, state, return_to, created_at, closed_at)
                   values (${member.readerId}, 'expired', ${path}, ${at}, ${at})`
  expect(await whereSubscribingBegan(database.app, member.readerId)).toBe('/')
  await began('/articles/new', '2027-02-01')
  await began('/articles/old', '2027-01-01')
  expect(await whereSubscribingBegan(database.app, member.readerId)).toBe('/articles/new')
})

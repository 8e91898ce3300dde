import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdAlone } from '#db/queries/billing.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { startCheckout } from './checkout.ts'
import { openPortal, syncReader } from './reader.ts'
import { addMember, addReader } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { PRICE } from './testing/world.ts'

const { siteUrl, stripe } = useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())

const subscribe = (buyer: { id: string; email: string }) =>
  startCheckout(
    database.app,
    { ...buyer, name: null },
    { plan: 'monthly', returnTo: '/' },
    {
      stripe: fake.open(),
      priceId: PRICE,
      sale: stripe.sale,
      siteUrl,
      now: new Date(),
    },
  )
const sync = (readerId: string) =>
  syncReader(database.app, readerId, { stripe: fake.open(), priceId: PRICE, now: new Date() })

/** Somebody who works on `what` and does not come to an end before `until`. */
async function hold(
  what: Parameters<typeof holdAlone>[1],
  until: Promise<void>,
): Promise<{ done: Promise<void> }> {
  const held = Promise.withResolvers<void>()
  const done = database.app.transaction(async (tx) => {
    await holdAlone(tx, what, SECOND)
    held.resolve()
    await until
  })
  await held.promise
  return { done }
}

// One test, because each of these waits for real: together they take as long as one.
test('27: who waits in vain is told "not now" within 15 s, and nothing is begun', async () => {
  const release = Promise.withResolvers<void>()
  const buyer = await addReader(database.owner)
  const heldBuyer = await addReader(database.owner)
  const member = await addMember(database.owner, fake)
  const heldMember = await addMember(database.owner, fake)
  const holders = [
    await hold(`reader ${heldBuyer.id}`, release.promise),
    await hold(`customer ${heldMember.customerId}`, release.promise),
  ]
  fake.before = () => 'silence'
  // A bell in this process, and no stopwatch: a machine that stands still holds up both alike.
  const bell = { rung: false }
  const timer = setTimeout(() => (bell.rung = true), 15 * SECOND)
  const outcomes = await Promise.all([
    subscribe(buyer),
    subscribe(heldBuyer),
    sync(member.readerId),
    sync(heldMember.readerId),
    openPortal(database.app, member.readerId, { stripe: fake.open(), siteUrl }),
  ])
  clearTimeout(timer)
  expect(bell.rung).toBe(false)
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'unavailable'))
  release.resolve()
  await Promise.all(holders.map(({ done }) => done))
  const begun = await database.owner`
    select id::text from checkout_attempt union all
    select customer_id from stripe_customer where reader_id in (${buyer.id}, ${heldBuyer.id})`
  expect(begun).toHaveLength(0)
})

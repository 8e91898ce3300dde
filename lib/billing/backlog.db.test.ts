import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { DRAINERS, drainInbox } from './inbox.ts'
import { addMember, billingOn, type Member } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
const MIB = 1024 * 1024
let fake: FakeStripe

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())

setFlagsFromString('--expose-gc')
const collectGarbage = z.function().parse(runInNewContext('gc'))

/** What is in use: without what merely has not been thrown away yet, which depends on the machine. */
function held(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Events that came in and were not processed, by turns about each of them, with so much in each. */
async function pileUp(members: Member[], events: number, bytes: number): Promise<void> {
  const customers = members.map(({ customerId }) => customerId)
  await database.owner`
    insert into stripe_event (id, type, customer_id, livemode, payload, created_at, next_attempt_at)
    select 'evt_' || n, 'invoice.paid', (${customers}::text[])[1 + (n - 1) % ${customers.length}],
           false, jsonb_build_object('more', repeat('x', ${bytes}::int)), now(),
           now() - interval '1 hour' + n * interval '1 millisecond'
      from generate_series(1, ${events}::int) n`
}

test('32: five thousand that wait are drained in order, few in memory at a time', async () => {
  const now = later(new Date(), SECOND)
  const members: Member[] = []
  for (let n = 0; n < 50; n++) {
    const member = await addMember(database.owner, fake)
    const sold = subscription(`sub_${member.customerId}`, member.customerId, now)
    fake.world.subscriptions.set(sold.id, sold)
    members.push(member)
  }
  // All of them together would be 100 MiB.
  await pileUp(members, 5000, 20 * 1024)

  const before = held()
  const read: string[] = []
  let most = 0
  fake.before = ({ path }) => {
    if (!path.startsWith('/customers/')) return undefined
    read.push(path.slice('/customers/'.length))
    most = Math.max(most, held() - before)
    return undefined
  }
  // One reading settles what else waits for the same customer.
  expect(
    await drainInbox(
      database.app,
      billingOn(fake, () => now),
    ),
  ).toBe(50)
  expect(read.toSorted()).toEqual(members.map(({ customerId }) => customerId).toSorted())
  // They are taken up in order; those that are worked on at one time may overtake each other.
  const overtaken = members.map(({ customerId }, place) =>
    Math.abs(read.indexOf(customerId) - place),
  )
  expect(Math.max(...overtaken)).toBeLessThan(DRAINERS)
  expect(most).toBeLessThan(20 * MIB)
  expect(
    await database.owner`select outcome, count(*)::int as events from stripe_event group by outcome`,
  ).toEqual([{ outcome: 'synced', events: 5000 }])
  expect(
    await database.owner`select count(*)::int as active from subscription
                               where status = 'active'`,
  ).toEqual([{ active: 50 }])
})

/** The process that takes a webhook is killed with SIGKILL, at the two moments where something is half done. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { drainInbox } from './inbox.ts'
import { addMember, billingOn, deliver, eventAbout, type Member, sign } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let member: Member
let event: ReturnType<typeof eventAbout>

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  member = await addMember(database.owner, fake)
  const sold = subscription(`sub_${member.customerId}`, member.customerId, new Date())
  fake.world.subscriptions.set(sold.id, sold)
  event = eventAbout(sold)
})
afterEach(() => fake.behave())

/** A process that takes the webhook of this event; `kill` ends it at once and waits until it is gone. */
function take() {
  const body = JSON.stringify(event)
  const script = path.join(import.meta.dirname, 'testing', 'take-webhook.ts')
  const child = spawn(process.execPath, [script, database.url, fake.url.href, sign(body), body], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  return {
    answered: async () => String(await once(child.stdout, 'data')),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const billing = () => billingOn(fake, () => later(new Date(), SECOND))
const rowOf = async () => {
  const [row] = await database.owner`
    select outcome, attempts, processed_at from stripe_event where id = ${event.id}`
  return row
}
const mails = () => database.owner`select kind from mail where reader_id = ${member.readerId}`
const subscriptions = () =>
  database.owner`select status from subscription where customer_id = ${member.customerId}`

test('23: after the receipt, before the processing: it is drained once, with one effect', async () => {
  const arrived = Promise.withResolvers<void>()
  fake.onTheWay = async () => {
    arrived.resolve()
    await Promise.withResolvers<never>().promise
  }
  const taker = take()
  // It asks Stripe for the first thing: the receipt is committed, and nothing else is done.
  await arrived.promise
  await taker.kill()
  fake.behave()
  expect(await rowOf()).toMatchObject({ outcome: null, processed_at: null })
  expect(await subscriptions()).toEqual([])

  // The locks of the dead are free as soon as the database has noticed.
  await expect.poll(() => drainInbox(database.app, billing())).toBe(1)
  expect(await drainInbox(database.app, billing())).toBe(0)
  expect(await rowOf()).toMatchObject({ outcome: 'synced' })
  expect(await subscriptions()).toEqual([{ status: 'active' }])
  expect(await mails()).toEqual([{ kind: 'welcome' }])
})

test('24: after the commit, before the answer: what Stripe sends again does nothing', async () => {
  const taker = take()
  expect(await taker.answered()).toBe('200\n')
  await taker.kill()
  const before = await rowOf()
  expect(before).toMatchObject({ outcome: 'synced', attempts: 1 })
  const calls = fake.calls.length
  expect(await deliver(database.app, event, billing())).toBe(false)
  expect(await rowOf()).toEqual(before)
  expect(fake.calls).toHaveLength(calls)
  expect(await subscriptions()).toEqual([{ status: 'active' }])
  expect(await mails()).toEqual([{ kind: 'welcome' }])
})

/** The process that takes a webhook on a port is killed with SIGKILL, at the moments where something is half done. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { drainInbox, processEvent } from './inbox.ts'
import { addMember, billingOn, eventAbout, type Member, sign } from './testing/billing.ts'
import { type Endpoint, openEndpoint, postTo } from './testing/endpoint.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'

const database = useTestDatabase()
let fake: FakeStripe
let endpoint: Endpoint
let member: Member
let event: ReturnType<typeof eventAbout>

beforeAll(async () => {
  fake = await startFakeStripe()
  endpoint = await openEndpoint(database.url, fake)
})
afterAll(async () => {
  await endpoint.close()
  await fake.close()
})
beforeEach(async () => {
  member = await addMember(database.owner, fake)
  const sold = subscription(`sub_${member.customerId}`, member.customerId, new Date())
  fake.world.subscriptions.set(sold.id, sold)
  event = eventAbout(sold)
})
afterEach(() => fake.behave())

/** A process that is sent this event; `kill` ends it at once and waits until it is gone. */
async function take() {
  const script = path.join(import.meta.dirname, 'testing', 'take-webhook.ts')
  const child = spawn(process.execPath, [script, database.url, fake.url.href], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  // A test that fails on the way leaves nobody behind.
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => String((await lines.next()).value)
  const body = JSON.stringify(event)
  const answer = postTo(await next(), body, { 'stripe-signature': sign(body) })
  // Nobody is answered by a process that was killed; looked at when it is.
  const broken = answer.then(
    () => false,
    () => true,
  )
  return {
    answered: next,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
      expect(await broken).toBe(true)
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
  const taker = await take()
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

test('25: while it processes: the lock is free, the event waits, nothing is half written', async () => {
  const arrived = Promise.withResolvers<void>()
  fake.onTheWay = async ({ path: asked }) => {
    if (asked !== '/charges') return
    arrived.resolve()
    await Promise.withResolvers<never>().promise
  }
  const taker = await take()
  await arrived.promise
  expect(await processEvent(database.app, event.id, billing())).toBe(false)
  await taker.kill()
  fake.behave()
  expect([...(await subscriptions()), ...(await mails())]).toEqual([])
  await expect.poll(() => processEvent(database.app, event.id, billing())).toBe(true)
  expect(await subscriptions()).toEqual([{ status: 'active' }])
  expect(await mails()).toEqual([{ kind: 'welcome' }])
})

test('24: after the commit, before the answer: what Stripe sends again does nothing', async () => {
  const taker = await take()
  expect(await taker.answered()).toBe('200')
  await taker.kill()
  const before = await rowOf()
  expect(before).toMatchObject({ outcome: 'synced', attempts: 1 })
  const calls = fake.calls.length
  expect(await endpoint.send(event)).toEqual({ status: 200, body: { outcome: 'processed' } })
  expect(await rowOf()).toEqual(before)
  expect(fake.calls).toHaveLength(calls)
  expect(await subscriptions()).toEqual([{ status: 'active' }])
  expect(await mails()).toEqual([{ kind: 'welcome' }])
})

import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { addMember, eventAbout } from '#lib/billing/testing/billing.ts'
import { type FakeStripe, startFakeStripe } from '#lib/billing/testing/fake-stripe.ts'
import { subscription } from '#lib/billing/testing/world.ts'
import { SECOND } from '#lib/clock.ts'
import { closeDatabases } from '#lib/runtime.ts'
import { testEnvironment, useTestEnvironment } from '#lib/testing/environment.ts'
import { type RunningJobs, startTimers } from './timer.ts'

const database = useTestDatabase()
let fake: FakeStripe
let jobs: RunningJobs | undefined
beforeAll(async () => {
  fake = await startFakeStripe()
  const stripe = { ...testEnvironment().stripe, apiBase: fake.url }
  useTestEnvironment({ databaseUrl: database.url, stripe })
})
afterEach(async () => {
  vi.restoreAllMocks()
  fake.behave()
  await jobs?.stop()
})
afterAll(async () => {
  await closeDatabases()
  await fake.close()
})

async function leaveEvent(): Promise<string> {
  const { customerId } = await addMember(database.owner, fake)
  const sold = subscription(`sub_${customerId}`, customerId, new Date())
  fake.world.subscriptions.set(sold.id, sold)
  const event = eventAbout(sold)
  await database.owner`
    insert into stripe_event (id, type, customer_id, livemode, payload, created_at)
    values (${event.id}, ${event.type}, ${customerId}, false, ${database.owner.json({})}, now())`
  return event.id
}
const outcomeOf = async (id: string) => {
  const [row] = await database.owner`select outcome from stripe_event where id = ${id}`
  return row?.outcome
}

test('23: what waits in the inbox is processed at the start, and what was queued is mailed', async () => {
  const event = await leaveEvent()
  const [mail] = await database.owner`
    insert into mail (to_address, kind, once_key, subject, data, state)
    values ('a@example.org', 'ends_on', ${randomUUID()}, 'x', '{"endsAt":"2027-07-12T09:30:00.000Z"}', 'queued')
    returning id`
  jobs = startTimers()
  await expect.poll(() => outcomeOf(event)).toBe('synced')
  // Nobody listens for mail here: that it was tried is what can be seen.
  const attempts = async () => {
    const [row] = await database.owner`select attempts from mail where id = ${String(mail?.id)}`
    return Number(row?.attempts)
  }
  await expect.poll(attempts).toBe(1)
})

test('stopping waits for what runs, and leaves nothing half done', async () => {
  const event = await leaveEvent()
  const [arrived, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  fake.onTheWay = async () => {
    arrived.resolve()
    await go.promise
  }
  jobs = startTimers()
  await arrived.promise
  let stopped = false
  const stopping = jobs.stop().then(() => (stopped = true))
  expect(await outcomeOf(event)).toBeNull()
  expect(stopped).toBe(false)
  go.resolve()
  await stopping
  expect(await outcomeOf(event)).toBe('synced')
})

/** Nobody's interval of five seconds is over before the test is: who waits for one waits in vain. */
function stopTheInterval(): void {
  const set = setTimeout
  const never: typeof set = Object.assign(
    (work: () => void, after?: number, ...more: unknown[]) =>
      set(work, after === 5 * SECOND ? 2 ** 31 - 1 : after, ...more),
    set,
  )
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(never)
}

test('what comes in while a drain sleeps or runs is taken up when it is woken, not five seconds later', async () => {
  stopTheInterval()
  jobs = startTimers()
  const first = await leaveEvent()
  jobs.wake('inbox')
  await expect.poll(() => outcomeOf(first)).toBe('synced')
  const [arrived, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const second = await leaveEvent()
  fake.onTheWay = async () => {
    arrived.resolve()
    await go.promise
  }
  jobs.wake('inbox')
  await arrived.promise
  const third = await leaveEvent()
  jobs.wake('inbox')
  go.resolve()
  await expect.poll(() => outcomeOf(third)).toBe('synced')
  expect(await outcomeOf(second)).toBe('synced')
})

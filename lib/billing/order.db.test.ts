import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { SECOND } from '#lib/clock.ts'
import { drainInbox } from './inbox.ts'
import { addMember, billingOn, eventAbout, type Member } from './testing/billing.ts'
import { type Endpoint, openEndpoint } from './testing/endpoint.ts'
import { type Call, type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'

const database = useTestDatabase()
let fake: FakeStripe
let endpoint: Endpoint
beforeAll(async () => {
  fake = await startFakeStripe()
  endpoint = await openEndpoint(database.url, fake)
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterAll(async () => {
  vi.useRealTimers()
  await endpoint.close()
  await fake.close()
})

type Step =
  /** Something happens at Stripe, and an event about it is made. */
  | { kind: 'change'; which: number; status: string }
  /** One of the events so far is delivered, perhaps again, and nobody waits for the answer. */
  | { kind: 'deliver'; which: number }
  /** Everything under way comes to its end. */
  | { kind: 'settle' }

const scripts: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('change' as const),
        which: fc.integer({ min: 1, max: 2 }),
        status: fc.constantFrom('incomplete', 'active', 'past_due', 'unpaid', 'canceled', 'gone'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('deliver' as const), which: fc.nat({ max: 20 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
  ),
  { minLength: 4, maxLength: 12 },
)

/** For how many steps of the script each answer of Stripe's is on its way. */
const delays = fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 9 })

/** Holds answers back while the script goes on, and lets them go when their number of steps is over. */
function slowNet(lengths: number[]) {
  let answers = 0
  let fast = false
  let held: { steps: number; release: () => void }[] = []
  const letGo = (over: (one: { steps: number }) => boolean) => {
    for (const one of held.filter(over)) one.release()
    held = held.filter((one) => !over(one))
  }
  return {
    answers: () => answers,
    onTheWay: async ({ path }: Call) => {
      if (path !== '/subscriptions') return
      const steps = (fast ? 0 : lengths[answers % lengths.length]) ?? 0
      answers++
      const { promise, resolve } = Promise.withResolvers<void>()
      held.push({ steps, release: resolve })
      letGo((one) => one.steps === 0)
      await promise
    },
    step: () => {
      for (const one of held) one.steps--
      letGo((one) => one.steps <= 0)
    },
    /** Nothing is slow any more, or everything is as before. */
    clear: () => {
      fast = true
      letGo(() => true)
    },
    slow: () => {
      fast = false
    },
  }
}

function change(member: Member, step: Extract<Step, { kind: 'change' }>) {
  const id = `sub_${step.which}_${member.customerId}`
  const changed = subscription(id, member.customerId, new Date(), { status: step.status })
  if (step.status === 'gone') fake.world.subscriptions.delete(id)
  else fake.world.subscriptions.set(id, changed)
  return eventAbout(changed)
}

async function play(member: Member, script: Step[], lengths: number[]): Promise<void> {
  const net = slowNet(lengths)
  fake.onTheWay = net.onTheWay
  const billing = billingOn(fake)
  const events: ReturnType<typeof eventAbout>[] = []
  let underWay: Promise<unknown>[] = []
  const settle = async () => {
    net.clear()
    await Promise.all(underWay)
    underWay = []
    // What the address only stored, because enough were being processed.
    await drainInbox(database.app, billing)
    net.slow()
  }
  for (const step of script) {
    if (step.kind === 'change') events.push(change(member, step))
    else if (step.kind === 'settle') await settle()
    else {
      const event = events[step.which % events.length]
      if (!event) continue
      const before = net.answers()
      underWay.push(send(event))
      await someTime(() => net.answers() > before)
    }
    net.step()
  }
  // Stripe delivers at least once: the last time in whatever order, the newest first here.
  for (const event of events.toReversed()) underWay.push(send(event))
  await settle()
}

/** A second later each time: as a flood they would only be stored, and overtake each other nowhere. */
function send(event: ReturnType<typeof eventAbout>) {
  vi.setSystemTime(Date.now() + 1 * SECOND)
  return endpoint.send(event)
}

/** Until `over`, but never for long: a delivery that waits for a lock does not get to Stripe. */
async function someTime(over: () => boolean): Promise<void> {
  for (let i = 0; i < 25 && !over(); i++) await database.owner`select 1`
}

const atStripe = (member: Member) =>
  [...fake.world.subscriptions.values()]
    .filter((one) => one.customer === member.customerId)
    .map(({ id, status }) => [id, status])
    .toSorted()

async function inOurCopy(member: Member) {
  const rows = await database.owner`
    select id, status from subscription
     where customer_id = ${member.customerId} and vanished_at is null`
  return rows.map(({ id, status }) => [id, status]).toSorted()
}

test('19: in whatever order, however often and however slowly events come, the copy ends equal to Stripe', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, delays, async (script, lengths) => {
      const member = await addMember(database.owner, fake)
      await play(member, script, lengths)
      expect(await inOurCopy(member)).toEqual(atStripe(member))
      const pending = await database.owner`select id from stripe_event where processed_at is null`
      expect(pending).toHaveLength(0)
      fake.world.subscriptions.clear()
    }),
    { numRuns: 200, seed: inject('faultSeed') },
  )
})

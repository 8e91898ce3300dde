import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { closeDatabases, keepJobs, stopJobs, useEnvironment } from '#lib/runtime.ts'
import { testEnvironment } from '#lib/testing/environment.ts'
import { addMember, eventAbout, type Member, SECRET, sign } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { PRICE, subscription } from './testing/world.ts'
import { BODY_LIMIT, type Reply, takeDelivery } from './webhook.ts'

const database = useTestDatabase()
let fake: FakeStripe
let member: Member
let sold: ReturnType<typeof subscription>

const stripe = (changes: Partial<ReturnType<typeof testEnvironment>['stripe']> = {}) => ({
  ...testEnvironment().stripe,
  apiBase: fake.url,
  monthlyPrice: PRICE,
  ...changes,
})
const useDatabase = async (databaseUrl: string) => {
  await closeDatabases()
  useEnvironment(testEnvironment({ databaseUrl, stripe: stripe() }))
}

beforeAll(async () => {
  fake = await startFakeStripe()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDatabases()
  await fake.close()
})
beforeEach(async () => {
  member = await addMember(database.owner, fake)
  sold = subscription(`sub_${member.customerId}`, member.customerId, new Date())
  fake.world.subscriptions.set(sold.id, sold)
})
afterEach(() => {
  fake.behave()
  useEnvironment(testEnvironment({ databaseUrl: database.url, stripe: stripe() }))
})

/** `duplex` belongs to every request with a stream, and is missing in the DOM's types. */
const half = { duplex: 'half' }
const post = (body: BodyInit, headers: Record<string, string>) => {
  const request = new Request('https://news.example/', { method: 'POST', body, headers, ...half })
  if (request.body === null) throw new Error('A delivery has a body.')
  return takeDelivery({
    signature: request.headers.get('stripe-signature'),
    length: Number(request.headers.get('content-length') ?? 0),
    body: request.body,
  })
}
const send = (event: Record<string, unknown>, secret = SECRET) => {
  const body = JSON.stringify(event)
  return post(body, { 'stripe-signature': sign(body, { secret }) })
}
const receipt = ({ status, body }: Reply) => [status, body]
const rowOf = async (id: string) => {
  const [row] = await database.owner`select outcome, attempts from stripe_event where id = ${id}`
  return row
}

test('an event is stored, processed, and answered with a receipt', async () => {
  const event = eventAbout(sold)
  expect(receipt(await send(event))).toEqual([200, { outcome: 'processed' }])
  expect(await rowOf(event.id)).toMatchObject({ outcome: 'synced' })
  const [row] = await database.owner`select status from subscription where id = ${sold.id}`
  expect(row?.status).toBe('active')
})

test('13: the second delivery of it is answered alike, and does nothing', async () => {
  const event = eventAbout(sold)
  await send(event)
  const calls = fake.calls.length
  expect(receipt(await send(event))).toEqual([200, { outcome: 'processed' }])
  expect(fake.calls.length).toBe(calls)
})

describe('1 to 6: what is not signed for us is a 400, and leaves no row', () => {
  test.each<[string, (body: string) => Record<string, string>]>([
    ['no header', () => ({})],
    ['garbage', () => ({ 'stripe-signature': 'garbage' })],
    ['another secret', (body) => ({ 'stripe-signature': sign(body, { secret: 'whsec_x' }) })],
    [
      'an old signature',
      (body) => ({ 'stripe-signature': sign(body, { at: new Date(Date.now() - 301_000) }) }),
    ],
    ['another body', (body) => ({ 'stripe-signature': sign(`${body} `) })],
  ])('%s', async (_name, headers) => {
    const event = eventAbout(sold)
    const body = JSON.stringify(event)
    expect((await post(body, headers(body))).status).toBe(400)
    expect(await rowOf(event.id)).toBeUndefined()
  })

  test('7: signed and no event', async () => {
    for (const body of ['null', '[]', 'hello'])
      expect((await post(body, { 'stripe-signature': sign(body) })).status).toBe(400)
  })
})

test('10: the previous secret is good while it is set', async () => {
  const settings = stripe({ webhookSecrets: ['whsec_new', SECRET] })
  useEnvironment(testEnvironment({ databaseUrl: database.url, stripe: settings }))
  expect((await send(eventAbout(sold))).status).toBe(200)
  const removed = stripe({ webhookSecrets: ['whsec_new'] })
  useEnvironment(testEnvironment({ databaseUrl: database.url, stripe: removed }))
  expect((await send(eventAbout(sold))).status).toBe(400)
})

function filled(length: number): string {
  const bare = JSON.stringify(eventAbout(sold, { extra: '' }))
  return bare.replace('"extra":""', `"extra":"${'x'.repeat(length - bare.length)}"`)
}

describe('8: a body larger than any event', () => {
  test('that says so is refused before it is read', async () => {
    let pulled = 0
    const body = new ReadableStream({
      pull: (controller) => {
        pulled++
        controller.enqueue(new Uint8Array(64 * 1024))
      },
    })
    const response = await post(body, { 'content-length': String(5 * BODY_LIMIT) })
    expect(response.status).toBe(413)
    // A stream fills its own small queue when it is made.
    expect(pulled).toBeLessThanOrEqual(1)
  })

  test('that does not say so is read no further than the limit', async () => {
    let [sent, canceled] = [0, false]
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 64 * 1024
        controller.enqueue(new Uint8Array(64 * 1024))
      },
      cancel: () => {
        canceled = true
      },
    })
    expect((await post(body, {})).status).toBe(413)
    expect(sent).toBeLessThan(BODY_LIMIT + 256 * 1024)
    expect(canceled).toBe(true)
  })

  test('one byte more is refused, the limit itself is not', async () => {
    const [fits, over] = [filled(BODY_LIMIT), filled(BODY_LIMIT + 1)]
    expect((await post(fits, { 'stripe-signature': sign(fits) })).status).toBe(200)
    expect((await post(over, { 'stripe-signature': sign(over) })).status).toBe(413)
  })
})

test('22: a database that is down is a 500, so that Stripe sends it again; then it is processed', async () => {
  const event = eventAbout(sold)
  await useDatabase('postgres://foldline:x@127.0.0.1:9/none')
  expect((await send(event)).status).toBe(500)
  await useDatabase(database.url)
  expect(receipt(await send(event))).toEqual([200, { outcome: 'processed' }])
})

test('26: Stripe down while we process: 200, the event is safe and waits', async () => {
  const event = eventAbout(sold)
  fake.before = () => stripeError(500)
  expect(receipt(await send(event))).toEqual([200, { outcome: 'received' }])
  expect(await rowOf(event.id)).toMatchObject({ outcome: null, attempts: 1 })
})

test('28: Stripe slow while we process: answered within our patience, and processed after it', async () => {
  const event = eventAbout(sold)
  const go = Promise.withResolvers<void>()
  fake.onTheWay = () => go.promise
  const start = performance.now()
  expect(receipt(await send(event))).toEqual([200, { outcome: 'received' }])
  expect(performance.now() - start).toBeLessThan(9000)
  expect(await rowOf(event.id)).toMatchObject({ outcome: null })
  go.resolve()
  await expect.poll(() => rowOf(event.id)).toMatchObject({ outcome: 'synced' })
})

test('28: in a flood the events that nobody can process at once are stored, answered and left', async () => {
  const go = Promise.withResolvers<void>()
  fake.onTheWay = () => go.promise
  const start = performance.now()
  const waking = vi.fn<(name: string) => void>()
  keepJobs(() => ({ stop: () => Promise.resolve(), wake: waking }))
  const events = Array.from({ length: 20 }, () => eventAbout(sold))
  const answers = events.map((event) => send(event))
  const early: string[] = []
  for (const [place, answer] of answers.entries())
    void answer.then(() => early.push(events[place]?.id ?? ''))
  await expect.poll(() => early.length).toBe(17)
  expect(performance.now() - start).toBeLessThan(5000)
  expect(waking).toHaveBeenCalledWith('inbox')
  go.resolve()
  const said = (await Promise.all(answers)).map(receipt)
  expect(said.filter(([status]) => status === 200)).toHaveLength(20)
  expect(said).toContainEqual([200, { outcome: 'processed' }])
  const [row] = await database.owner`
    select count(*)::int as stored from stripe_event where id in ${database.owner(events.map(({ id }) => id))}`
  expect(row?.stored).toBe(20)
  await stopJobs()
})

test('38: an event of the other mode is a 200', async () => {
  const event = eventAbout(sold, { livemode: true })
  expect(receipt(await send(event))).toEqual([200, { outcome: 'ignored' }])
})

test('37, 39: unknown types and unknown customers are a 200', async () => {
  const strange = eventAbout({ object: 'starship', customer: 'cus_stranger' }, { type: 'x.y' })
  expect(receipt(await send(strange))).toEqual([200, { outcome: 'processed' }])
})

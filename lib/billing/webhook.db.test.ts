import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { MINUTE } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { closeDatabases, keepJobs, stopJobs } from '#lib/runtime.ts'
import { addMember, eventAbout, type Member, SECRET, sign } from './testing/billing.ts'
import { type Answer, type Endpoint, openEndpoint, siteOn } from './testing/endpoint.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'
import { BODY_LIMIT, takeDelivery } from './webhook.ts'

const database = useTestDatabase()
let fake: FakeStripe
let endpoint: Endpoint
let member: Member
let sold: ReturnType<typeof subscription>

const useDatabase = async (databaseUrl: string) => {
  await closeDatabases()
  siteOn(databaseUrl, fake.url)
}

beforeAll(async () => {
  fake = await startFakeStripe()
  endpoint = await openEndpoint(database.url, fake)
})
afterAll(async () => {
  vi.useRealTimers()
  await endpoint.close()
  await fake.close()
})
beforeEach(async () => {
  // A second between any two tests, or their events together would be a flood.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 })
  member = await addMember(database.owner, fake)
  sold = subscription(`sub_${member.customerId}`, member.customerId, new Date())
  fake.world.subscriptions.set(sold.id, sold)
})
afterEach(() => {
  fake.behave()
  siteOn(database.url, fake.url)
})

const post: Endpoint['post'] = (...sent) => endpoint.post(...sent)
const send: Endpoint['send'] = (...sent) => endpoint.send(...sent)
const receipt = ({ status, body }: Answer) => [status, body]
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

const at = (milliseconds: number) => new Date(Date.now() + milliseconds)
const signature = (header: string) => ({ 'stripe-signature': header })
const seconds = () => Math.floor(Date.now() / 1000)
const stored = () => database.owner`select count(*)::int as n from stripe_event`

describe('1 to 6: what is not signed for us is a 400, and leaves no row', () => {
  test.each<[string, (body: string) => Record<string, string>]>([
    ['1: no header', () => ({})],
    ['1: an empty header', () => signature('')],
    ['1: garbage', () => signature('garbage')],
    ['1: garbage of commas and equals signs', () => signature(',,==,=,t=,v1')],
    ['2: another secret', (body) => signature(sign(body, { secret: 'whsec_x' }))],
    ['3: an empty v1', () => signature(`t=${seconds()},v1=`)],
    ['3: an empty v1 in front of nothing', () => signature(`t=${seconds()},v1=,v1=`)],
    ['4: an old signature', (body) => signature(sign(body, { at: at(-301_000) }))],
    ['5: 11 minutes ahead', (body) => signature(sign(body, { at: at(11 * MINUTE) }))],
    ['6: another body', (body) => signature(sign(`${body} `))],
    ['6: a body changed by one byte', (body) => signature(sign(body.replace('evt_', 'evt-')))],
  ])('%s', async (_name, headers) => {
    const event = eventAbout(sold)
    const body = JSON.stringify(event)
    expect((await post(body, headers(body))).status).toBe(400)
    expect(await rowOf(event.id)).toBeUndefined()
  })

  test.each([
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an object', '{}'],
    ['a thin event', JSON.stringify(eventAbout({ object: 'x' }, { object: 'v2.core.event' }))],
    ['no content', JSON.stringify(eventAbout({ object: 'x' }, { data: null }))],
  ])('7: signed, and no event: %s', async (_name, body) => {
    const [before] = await stored()
    expect((await post(body, { 'stripe-signature': sign(body) })).status).toBe(400)
    expect(await stored()).toEqual([before])
  })
})

const forge = () => takeDelivery({ signature: null, length: 0, body: new ReadableStream() })

test('1: a thousand forgeries are two lines of the log at most, and the second counts them', async () => {
  const said: unknown[] = []
  const writing = vi.spyOn(log(), 'warn').mockImplementation((one) => void said.push(one))
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10 * MINUTE)
  for (let turn = 0; turn < 1000; turn++) await forge()
  clock.mockReturnValue(Date.now() + 2 * MINUTE)
  await forge()
  clock.mockRestore()
  writing.mockRestore()
  expect(said).toHaveLength(2)
  expect(said[1]).toMatchObject({ refused: 1000 })
})

test('10: the previous secret is good while it is set', async () => {
  siteOn(database.url, fake.url, ['whsec_new', SECRET])
  expect((await send(eventAbout(sold))).status).toBe(200)
  siteOn(database.url, fake.url, ['whsec_new'])
  expect((await send(eventAbout(sold))).status).toBe(400)
})

function filled(length: number): string {
  const bare = JSON.stringify(eventAbout(sold, { extra: '' }))
  return bare.replace('"extra":""', `"extra":"${'x'.repeat(length - bare.length)}"`)
}

const take = (body: ReadableStream<Uint8Array>, length: number) =>
  takeDelivery({
    // Of the right shape: what cannot be signed at all is not read either.
    signature: `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
    length,
    body,
  })

describe('8: a body larger than any event', () => {
  test('that says so is refused before it is read', async () => {
    let pulled = 0
    const body = new ReadableStream({
      pull: (controller) => {
        pulled++
        controller.enqueue(new Uint8Array(64 * 1024))
      },
    })
    expect((await take(body, 5 * BODY_LIMIT)).status).toBe(413)
    // A stream fills its own small queue when it is made.
    expect(pulled).toBeLessThanOrEqual(1)
  })

  test('that cannot be signed is not read at all', async () => {
    let pulled = 0
    const body = new ReadableStream({
      pull: (controller) => {
        pulled++
        controller.enqueue(new Uint8Array(64 * 1024))
      },
    })
    const stamp = Math.floor(Date.now() / 1000)
    for (const header of [
      null,
      '',
      `t=${stamp}`,
      `t=${stamp},v1=`,
      `t=${stamp},v1=${'g'.repeat(64)}`,
      `t=${stamp},v0=${'0'.repeat(64)}`,
      `t=${stamp - 301},v1=${'0'.repeat(64)}`,
      `t=${stamp + 601},v1=${'0'.repeat(64)}`,
      `v1=${'0'.repeat(64)}`,
    ])
      expect((await takeDelivery({ signature: header, length: 0, body })).status).toBe(400)
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
    expect((await take(body, 0)).status).toBe(413)
    expect(sent).toBeLessThan(BODY_LIMIT + 256 * 1024)
    expect(canceled).toBe(true)
  })

  test('in pieces without a length the limit itself is taken', async () => {
    const fits = filled(BODY_LIMIT)
    const answer = await post(new Blob([fits]).stream(), { 'stripe-signature': sign(fits) })
    expect(answer.status).toBe(200)
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

test('26: Stripe down while we process: 200, the event is safe and waits, and access is unchanged', async () => {
  await send(eventAbout(sold))
  const before = [...(await database.owner`select status from subscription where id = ${sold.id}`)]
  const event = eventAbout(Object.assign(sold, { status: 'canceled' }))
  fake.before = () => stripeError(500)
  expect(receipt(await send(event))).toEqual([200, { outcome: 'received' }])
  expect(await rowOf(event.id)).toMatchObject({ outcome: null, attempts: 1 })
  expect(await database.owner`select status from subscription where id = ${sold.id}`).toEqual(
    before,
  )
})

test('28: Stripe slow while we process: answered within our patience, and processed after it', async () => {
  const event = eventAbout(sold)
  const go = Promise.withResolvers<void>()
  fake.onTheWay = () => go.promise
  // Stripe lets go below: whoever waited for it would not have answered here.
  expect(receipt(await send(event))).toEqual([200, { outcome: 'received' }])
  expect(await rowOf(event.id)).toMatchObject({ outcome: null })
  go.resolve()
  await expect.poll(() => rowOf(event.id), { timeout: 20_000 }).toMatchObject({ outcome: 'synced' })
})

test('28: in a flood the events that nobody can process at once are stored, answered and left', async () => {
  const go = Promise.withResolvers<void>()
  fake.onTheWay = () => go.promise
  const waking = vi.fn<(name: string) => void>()
  keepJobs(() => ({ stop: () => Promise.resolve(), wake: waking }))
  const events = Array.from({ length: 20 }, () => eventAbout(sold))
  const answers = events.map((event) => send(event))
  const early: string[] = []
  for (const [place, answer] of answers.entries())
    void answer.then(() => early.push(events[place]?.id ?? ''))
  await expect.poll(() => early.length, { timeout: 20_000 }).toBe(17)
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

test('28: in a flood events are left to the jobs also while nobody processes any here', async () => {
  const waking = vi.fn<(name: string) => void>()
  keepJobs(() => ({ stop: () => Promise.resolve(), wake: waking }))
  const outcomes: string[] = []
  for (let n = 0; n < 10; n++) outcomes.push(JSON.stringify((await send(eventAbout(sold))).body))
  expect(outcomes).toEqual([
    ...Array<string>(8).fill('{"outcome":"processed"}'),
    ...Array<string>(2).fill('{"outcome":"received"}'),
  ])
  expect(waking).toHaveBeenCalledTimes(2)
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

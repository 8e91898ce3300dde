import fc from 'fast-check'
import { afterAll, beforeAll, expect } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { fuzz } from '#lib/testing/fuzz.ts'
import { unstorable } from './event.cases.ts'
import { sign } from './testing/billing.ts'
import { deliveredText, forgedSignature } from './testing/deliveries.ts'
import { type Endpoint, openEndpoint } from './testing/endpoint.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { BODY_LIMIT } from './webhook.ts'

const database = useTestDatabase()
let fake: FakeStripe
let endpoint: Endpoint

beforeAll(async () => {
  fake = await startFakeStripe()
  endpoint = await openEndpoint(database.url, fake)
})
afterAll(async () => {
  await endpoint.close()
  await fake.close()
})

const stored = async () => {
  const [row] = await database.owner<
    { count: number }[]
  >`select count(*)::int as count from stripe_event`
  return row?.count
}

/** A header as a client can send it: what is beyond Latin-1, and control characters, are no header. */
const asHeader = (value: string) => value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')

const body = fc.oneof(
  { weight: 6, arbitrary: deliveredText.map((text) => Buffer.from(text)) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.nat(5).map((more) => Buffer.alloc(BODY_LIMIT + more, '{')) },
)

fuzz(
  'what is not signed is a 400 or a 413, and leaves no row',
  { values: fc.tuple(body, forgedSignature), runs: 40 },
  async ([bytes, signature]) => {
    const before = await stored()
    const { status } = await endpoint.post(bytes, { 'Stripe-Signature': asHeader(signature) })
    expect(status).toBe(bytes.length > BODY_LIMIT ? 413 : 400)
    expect(await stored()).toBe(before)
  },
)

fuzz(
  'what is signed is taken or refused, and is a row exactly when it is taken',
  { values: deliveredText, kept: unstorable, runs: 40 },
  async (text) => {
    await database.owner`delete from stripe_event`
    const { status } = await endpoint.post(text, { 'Stripe-Signature': sign(text) })
    expect([200, 400]).toContain(status)
    expect(await stored()).toBe(status === 200 ? 1 : 0)
  },
)

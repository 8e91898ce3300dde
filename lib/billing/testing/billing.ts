import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { Stripe } from 'stripe'
import type { AppDatabase } from '#db/client.ts'
import { readEvent, type VerifiedEvent } from '../event.ts'
import { type Billing, processEvent, receiveEvent } from '../inbox.ts'
import type { FakeStripe } from './fake-stripe.ts'
import { customer, PRICE } from './world.ts'

/** The signing secret of the tests' webhook endpoint. */
export const SECRET = 'whsec_for_tests_only'

/** An event about something, as Stripe would send it at `now`, with changes. */
export function eventAbout(
  object: { id?: string; object: string } & Record<string, unknown>,
  changes: Record<string, unknown> = {},
) {
  return {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'customer.subscription.updated',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object },
    ...changes,
  }
}

/** Signs a body as Stripe does, with Stripe's own signer. */
export function sign(payload: string, { secret = SECRET, at = new Date() } = {}): string {
  const timestamp = Math.floor(at.getTime() / 1000)
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
}

/** An event that came in with a good signature. */
export function verified(event: Record<string, unknown>): VerifiedEvent {
  const body = JSON.stringify(event)
  const reading = readEvent(body, sign(body), [SECRET], new Date())
  if (reading.kind === 'refused') throw new Error(reading.why)
  return reading.event
}

/** Receives an event and processes it at once, as the webhook does. */
export async function deliver(
  db: AppDatabase,
  event: Record<string, unknown>,
  billing: Billing,
): Promise<boolean> {
  const read = verified(event)
  await receiveEvent(db, read, { livemode: false, now: billing.now() })
  return processEvent(db, read.id, billing)
}

/** What processing needs, on a fake Stripe. */
export function billingOn(fake: FakeStripe, now = () => new Date()): Billing {
  return { stripe: fake.gateway, priceId: PRICE, now }
}

/** A reader, and the customer of the fake Stripe they are linked to. */
export type Member = { readerId: string; customerId: string; email: string }

/** Adds a reader with an account and nothing else. */
export async function addReader(owner: Sql): Promise<{ id: string; email: string; name: null }> {
  const email = `${randomUUID()}@example.org`
  const [row] = await owner`insert into reader (email) values (${email}) returning id`
  return { id: String(row?.id), email, name: null }
}

/** Adds a reader who is a customer, here and at the fake Stripe. */
export async function addMember(owner: Sql, fake: FakeStripe): Promise<Member> {
  const { id: readerId, email } = await addReader(owner)
  const customerId = `cus_${randomUUID()}`
  await owner`insert into stripe_customer (customer_id, reader_id, livemode)
              values (${customerId}, ${readerId}, false)`
  fake.world.customers.set(customerId, customer(customerId, { email }))
  return { readerId, customerId, email }
}

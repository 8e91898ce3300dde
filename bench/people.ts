/** Readers, customers and events for a benchmark: rows as the product writes them, and Stripe's signatures. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { Stripe } from 'stripe'
import { subscription } from './stand-in.ts'
import type { Shot } from './load.ts'

/** Adds readers who are customers of the stand-in; returns their customers. */
export async function addCustomers(sql: Sql, count: number): Promise<string[]> {
  const mark = randomBytes(4).toString('hex')
  await sql`
    with made as (
      insert into reader (email)
      select ${mark} || '-' || n || '@example.org' from generate_series(1, ${count}::int) n
      returning id, email)
    insert into stripe_customer (customer_id, reader_id, livemode)
    select 'cus_' || replace(split_part(email, '@', 1), '-', '_'), id, false from made`
  return Array.from({ length: count }, (_, index) => `cus_${mark}_${index + 1}`)
}

/** Signs the reader of a customer in; returns the token of the session. */
export async function signIn(sql: Sql, customer: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest('hex')
  await sql`
    insert into session (token_hash, reader_id, expires_at)
    select ${hash}, reader_id, now() + interval '1 hour'
      from stripe_customer where customer_id = ${customer}`
  return token
}

/** A webhook as Stripe sends it now: an event that says something about a customer's subscription. */
export function webhook(url: string, customer: string, secret: string): Shot {
  const now = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'customer.subscription.updated',
    created: now,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object: subscription(customer, now) },
  })
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'stripe-signature': signature,
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  }
  return { url, method: 'POST', headers, body }
}

/** Puts events into the inbox that came in and were not processed, one about each customer. */
export async function pileUp(sql: Sql, customers: string[]): Promise<void> {
  await sql`
    insert into stripe_event (id, type, customer_id, livemode, payload, created_at)
    select 'evt_bench_' || gen_random_uuid(), 'customer.subscription.updated', customer, false,
           jsonb_build_object('more', repeat('x', 3000)), now()
      from unnest(${customers}::text[]) customer`
}

/** For tests of this room: a local Stripe on a free port with a folder of its own, and Stripe's SDK to talk to it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Stripe } from 'stripe'
import { onTestFinished } from 'vitest'
import { startLocalStripe } from '../server.ts'

export const SECRET_KEY = 'sk_test_simForTests'
export const HOUR = 3600
export const DAY = 24 * HOUR

/** A card that is good, as it is typed. */
export const goodCard = {
  number: '4242 4242 4242 4242',
  expiry: '12 / 40',
  cvc: '123',
  name: 'A. Reader',
}

/** Gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline-stripe-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Stripe's SDK, which does not try again unless it is told to. */
export function clientOf(url: string, options: { key?: string; retries?: number } = {}): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(options.key ?? SECRET_KEY, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: options.retries ?? 0,
    timeout: 60_000,
  })
}

/** Stopped when the test is over. */
export async function start(folder = temporaryFolder()) {
  const running = await startLocalStripe({ port: 0, folder, secretKey: SECRET_KEY })
  onTestFinished(running.stop)
  return { ...running, folder, stripe: clientOf(running.url) }
}

/** The same with a monthly price of $5 and a customer. */
export async function startShop(options: { frozen?: string; folder?: string } = {}) {
  const server = await start(options.folder)
  const { stripe } = server
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 500,
    recurring: { interval: 'month' },
    lookup_key: 'monthly',
    product_data: { name: 'The Leadline' },
  })
  const clock = options.frozen
    ? await stripe.testHelpers.testClocks.create({
        frozen_time: Math.floor(Date.parse(options.frozen) / 1000),
      })
    : null
  const customer = await stripe.customers.create({
    email: 'anna@example.com',
    metadata: { reader_id: 'r1' },
    ...(clock ? { test_clock: clock.id } : {}),
  })
  return {
    ...server,
    price,
    customer,
    clock,
    /** Moves the customer's clock to a moment, or on by seconds. */
    advance: async (to: string | number) => {
      const id = clock?.id ?? ''
      const { frozen_time } = await stripe.testHelpers.testClocks.retrieve(id)
      await stripe.testHelpers.testClocks.advance(id, {
        frozen_time: typeof to === 'number' ? frozen_time + to : Math.floor(Date.parse(to) / 1000),
      })
    },
    /** A subscription by API, paid with one of Stripe's named test cards. */
    subscribe: (more: Partial<Stripe.SubscriptionCreateParams> = {}, card = 'pm_card_visa') =>
      stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
        default_payment_method: card,
        ...more,
      }),
    openSession: (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: customer.id,
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: 'http://localhost:3000/return?id={CHECKOUT_SESSION_ID}',
        cancel_url: 'http://localhost:3000/subscribe',
        ...more,
      }),
  }
}

export type Shop = Awaited<ReturnType<typeof startShop>>

/** Sends a form as a browser does, from the page's own origin; does not follow where it leads. */
export async function post(url: string | null, fields: Record<string, string> = {}) {
  const { origin } = new URL(url ?? '')
  const answer = await fetch(url ?? '', {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    headers: { origin, 'sec-fetch-site': 'same-origin' },
  })
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    body: await answer.text(),
  }
}

/** What a page says, without its markup. */
export async function read(url: string | null) {
  const answer = await fetch(url ?? '', { redirect: 'manual' })
  const html = await answer.text()
  return {
    status: answer.status,
    html,
    text: html
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .replace(/\s+/g, ' '),
    headers: answer.headers,
  }
}

/** Uses a control of `/_sim`. */
export async function sim(url: string, control: string, body: object = {}): Promise<unknown> {
  const answer = await fetch(`${url}/_sim${control}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** A request of the API without the SDK. */
export async function raw(
  url: string,
  method: string,
  address: string,
  options: { body?: string; key?: string; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(url + address, {
    method,
    headers: {
      authorization: `Bearer ${options.key ?? SECRET_KEY}`,
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: new URLSearchParams(options.body) }),
  })
  const body: unknown = await answer.json()
  return { status: answer.status, headers: answer.headers, body }
}

/** What Stripe's SDK makes of a refusal. */
export async function refusal(call: Promise<unknown>) {
  try {
    await call
  } catch (problem) {
    if (problem instanceof Stripe.errors.StripeError) return problem
    throw problem
  }
  throw new Error('It was not refused.')
}

/** The id behind a reference that is not expanded. */
export function idIn(reference: unknown): string {
  if (typeof reference !== 'string') throw new Error('This is not an id.')
  return reference
}

import { randomUUID } from 'node:crypto'
import { Stripe } from 'stripe'
import { z } from 'zod'
import { stack } from './stack.ts'

/** Tells the local Stripe what to do: its controls under `/_sim`. Returns what it answers. */
export async function tellStripe(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${stack().stripe}/_sim${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`The local Stripe refused ${path}: ${await answer.text()}`)
  return answer.json()
}

/** An event that Stripe might send, as it is sent: its body, and the header that signs it. */
export function signedEvent(secret: string, changes: Record<string, unknown> = {}) {
  const event = {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'customer.updated',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object: { id: 'cus_nobody', object: 'customer' } },
    ...changes,
  }
  const body = JSON.stringify(event)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret })
  return { body, headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature } }
}

/** Pays on Stripe's hosted page without a browser; returns where the buyer is sent. */
export async function payAt(page: string, number = '4242 4242 4242 4242'): Promise<string> {
  const answer = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: new URL(page).origin },
    body: new URLSearchParams({ number, expiry: '12 / 40', cvc: '123', name: 'A. Reader' }),
  })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`Paying was answered with ${answer.status}.`)
  return location
}

/** Changes something at Stripe, as its Dashboard would. */
export async function changeAtStripe(path: string, form: Record<string, string>): Promise<void> {
  const answer = await fetch(`${stack().stripe}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${stack().stripeKey}` },
    body: new URLSearchParams(form),
  })
  if (!answer.ok) throw new Error(`The local Stripe refused ${path}: ${await answer.text()}`)
}

/** Asks Stripe's API, as its Dashboard would. */
export async function askStripe<T>(path: string, shape: z.ZodType<T>): Promise<T> {
  const answer = await fetch(`${stack().stripe}${path}`, {
    headers: { Authorization: `Bearer ${stack().stripeKey}` },
  })
  return shape.parse(await answer.json())
}

const list = z.object({ data: z.array(z.object({ id: z.string() })) })

/** The id of the customer with this address. */
export async function customerOf(email: string): Promise<string> {
  const { data } = await askStripe(`/v1/customers?${new URLSearchParams({ email })}`, list)
  const [customer] = data
  if (!customer || data.length > 1)
    throw new Error(`${email} is ${data.length} customers, where one was expected.`)
  return customer.id
}

/** The ids of every subscription of a customer, ended ones too. */
export async function subscriptionsOf(customer: string): Promise<string[]> {
  const query = new URLSearchParams({ customer, status: 'all' })
  const { data } = await askStripe(`/v1/subscriptions?${query}`, list)
  return data.map(({ id }) => id)
}

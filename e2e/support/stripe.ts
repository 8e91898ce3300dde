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

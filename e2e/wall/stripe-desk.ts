/** What a publisher does by hand in Stripe's Dashboard, through the local Stripe's controls. */
import { expect } from '@playwright/test'
import { z } from 'zod'
import { stack } from '../support/stack.ts'
import { withOwner } from './sql.ts'

const deliveries = z.object({
  deliveries: z.array(z.object({ type: z.string(), state: z.string() })),
})

async function control(path: string, given: object): Promise<void> {
  const answer = await fetch(`${stack().stripe}/_sim${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(given),
  })
  if (!answer.ok) throw new Error(`/_sim${path}: ${answer.status} ${await answer.text()}`)
}

/** The Stripe customer of a reader. */
export async function customerOf(email: string): Promise<string> {
  return withOwner(async (owner) => {
    const [row] = await owner`
      select c.customer_id from stripe_customer c join reader r on r.id = c.reader_id
       where r.email = ${email} and c.unlinked_at is null`
    return z.object({ customer_id: z.string() }).parse(row).customer_id
  })
}

/** The running subscription of a customer. */
export async function runningSubscription(customer: string): Promise<string> {
  return withOwner(async (owner) => {
    const [row] = await owner`
      select id from subscription where customer_id = ${customer} and ended_at is null`
    return z.object({ id: z.string() }).parse(row).id
  })
}

/** Ends the running subscription of a customer at once. */
export async function cancelNow(customer: string): Promise<void> {
  const id = await runningSubscription(customer)
  await control(`/subscriptions/${id}/cancel`, { when: 'now' })
  await untilDelivered(customer, 'customer.subscription.deleted')
}

/** Brings the running subscription of a customer to a state in which Stripe leaves it. */
export async function bringTo(customer: string, state: 'unpaid' | 'paused'): Promise<void> {
  await control(`/subscriptions/${await runningSubscription(customer)}/state`, { state })
}

/** Lets the subscription of a customer renew now, and the bank say no; waits until we know all of it. */
export async function failRenewal(customer: string): Promise<void> {
  const id = await runningSubscription(customer)
  await control(`/subscriptions/${id}/state`, { state: 'past_due' })
  await expect.poll(() => unsettled(customer, id)).toEqual([])
}

/** Lets the owner of the card contest the last payment of a customer. */
export async function dispute(customer: string): Promise<void> {
  await control('/disputes', { customer })
}

/** What is still on its way to us of a renewal that failed. */
async function unsettled(customer: string, subscription: string): Promise<string[]> {
  const under = (await deliveriesOf(customer)).filter(({ state }) => state !== 'delivered')
  const left = await withOwner(
    (owner) => owner`
      select id from subscription where id = ${subscription} and unpaid_since is null
      union all
      select id from stripe_event where customer_id = ${customer} and processed_at is null`,
  )
  return [
    ...under.map(({ type, state }) => `${type}: ${state}`),
    ...z
      .array(z.object({ id: z.string() }))
      .parse([...left])
      .map(({ id }) => id),
  ]
}

/** Gives a customer a subscription, paid with a test card, without any page of ours being opened. */
export async function beginSubscription(customer: string): Promise<void> {
  await control('/subscriptions', { customer })
  await untilDelivered(customer, 'customer.subscription.created')
}

/** Gives a customer a week to try, after which a test card is charged. */
export async function beginTrial(customer: string): Promise<void> {
  await control('/subscriptions', { customer, trial_days: 7 })
}

/** Waits until our webhook has taken this event. */
async function untilDelivered(customer: string, event: string): Promise<void> {
  await expect
    .poll(async () =>
      (await deliveriesOf(customer)).filter(({ type }) => type === event).map(({ state }) => state),
    )
    .toEqual(['delivered'])
}

async function deliveriesOf(customer: string) {
  const query = new URLSearchParams({ customer, limit: '100' })
  const answer = await fetch(`${stack().stripe}/_sim/deliveries?${query}`)
  return deliveries.parse(await answer.json()).deliveries
}

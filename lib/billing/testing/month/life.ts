/** One reader's situation at the moment they, or somebody for them, do something. */
import type { Stripe } from 'stripe'
import { SECOND } from '#lib/clock.ts'
import { customerOf, type Month, type Person, whileApi } from './month.ts'
import type { Random } from './random.ts'

export type Life = {
  month: Month
  person: Person
  random: Random
  customer: string | null
  /** The newest subscription to our product that is not over. */
  live: Stripe.Subscription | null
  /** Whether they have or had one that was more than a first payment not made. */
  had: boolean
  /** A dispute about a payment of theirs that nobody has decided yet. */
  dispute: Stripe.Dispute | null
  /** Calls the product, while Stripe's API may fail in a way. */
  product: <T>(work: () => Promise<T>) => Promise<T>
  /** Whether our site answers. */
  siteIsUp: boolean
}

/** A thing that can be done: how likely it is in a situation (0 is never), and how it is done. */
export type Action = {
  name: string
  weight: (life: Life) => number
  act: (life: Life) => Promise<unknown>
}

const over: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired'])
const never: ReadonlySet<string> = new Set(['incomplete', 'incomplete_expired'])

/** Looks a reader's situation up at Stripe. */
export async function lookAt(
  month: Month,
  person: Person,
  { siteIsUp, fault }: { siteIsUp: boolean; fault: object | null },
): Promise<Life> {
  const customer = await customerOf(month, person)
  const subscriptions = customer === null ? [] : await subscriptionsOf(month, customer)
  return {
    month,
    person,
    random: person.random,
    customer,
    live: subscriptions.find(({ status }) => !over.has(status)) ?? null,
    had: subscriptions.some(({ status }) => !never.has(status)),
    dispute: customer === null ? null : await openDisputeOf(month, customer),
    product: (work) => whileApi(month, fault, work),
    siteIsUp,
  }
}

async function subscriptionsOf({ stripe, shop }: Month, customer: string) {
  const { data } = await stripe.subscriptions.list({ customer, status: 'all', limit: 100 })
  return data.filter(({ items }) => items.data.some(({ price }) => price.product === shop.product))
}

async function openDisputeOf({ stripe }: Month, customer: string) {
  const { data: charges } = await stripe.charges.list({ customer, limit: 100 })
  for (const { id } of charges.filter(({ disputed }) => disputed)) {
    const { data } = await stripe.disputes.list({ charge: id })
    const open = data.find(({ status }) => status !== 'won' && status !== 'lost')
    if (open) return open
  }
  return null
}

/** A moment so many days from now, as Stripe takes it. */
export function inDays(month: Month, days: number): number {
  return Math.floor(month.now().getTime() / SECOND) + days * 86_400
}

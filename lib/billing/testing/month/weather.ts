/** What goes wrong around a simulation's readers. */
import { sim } from '../../../../local/stripe/testing/start.ts'
import type { Month } from './month.ts'
import type { Random } from './random.ts'

/** What is wrong during one step. */
export type Weather = {
  /** Nobody is at home: no page, no webhook, no job. */
  down: boolean
  /** How Stripe's API fails whoever of ours asks it. */
  api: object | null
}

/** Staff decide anew what becomes of a subscription whose last retry failed. */
export async function changeDunning({ url }: Month, random: Random): Promise<void> {
  await sim(url, '/dunning', { after: random.pick(['cancel', 'unpaid', 'past_due']) })
}

/** How Stripe's API fails during a step; mostly it does not. */
export function apiFault({ tally }: Month, random: Random): object | null {
  if (!random.chance(0.012)) return null
  const fault = random.pick(['500', '429', 'html_502', 'bare_404', 'garbage', 'reset'])
  tally.fault(`Stripe's API: ${fault}`)
  return { fault, count: null }
}

/** One call that fails once in the middle of whatever is asked. */
export function hiccup({ tally }: Month, random: Random): object | null {
  if (!random.chance(0.03)) return null
  tally.fault("Stripe's API: one call")
  return random.pick([
    { fault: '429', path: '/v1/customers' },
    { fault: '429', path: '/v1/subscriptions' },
    { fault: '429', path: '/v1/invoices' },
    { fault: '429', path: '/v1/charges' },
    { fault: '429', path: '/v1/checkout' },
    { fault: 'lost', path: '/v1/checkout/sessions', method: 'POST' },
    { fault: 'lost', path: '/v1/customers', method: 'POST' },
    { fault: 'garbage', path: '/v1/invoices' },
    { fault: 'bare_404', path: '/v1/customers' },
  ])
}

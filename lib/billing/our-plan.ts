import { MINUTE } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { ask, type StripeGateway, StripeUnavailable } from './gateway.ts'
import type { OurPlan } from './mapping.ts'

/** Whether the configured price can be sold, or what is wrong with it, in a sentence for the operator. */
export type PlanReading =
  | { kind: 'sellable'; plan: OurPlan }
  | { kind: 'misconfigured'; plan: OurPlan; why: string }

const FRESH = 10 * MINUTE

const readings = new WeakMap<StripeGateway, { at: number; reading: PlanReading }>()

/**
 * Reads the configured monthly price from Stripe, and remembers the answer for ten minutes. While
 * Stripe is down the last answer stands; without one, throws `StripeUnavailable`.
 */
export async function readPlan(
  stripe: StripeGateway,
  priceId: string,
  now: Date,
): Promise<PlanReading> {
  const known = readings.get(stripe)
  const kept = known?.reading.plan.priceId === priceId ? known : undefined
  if (kept && now.getTime() - kept.at < FRESH && kept.reading.kind === 'sellable')
    return kept.reading
  try {
    const reading = await askForPlan(stripe, priceId)
    if (reading.kind === 'misconfigured') log().error({ why: reading.why }, 'checkout is disabled')
    readings.set(stripe, { at: now.getTime(), reading })
    return reading
  } catch (error) {
    if (kept && error instanceof StripeUnavailable) return kept.reading
    throw error
  }
}

async function askForPlan(stripe: StripeGateway, priceId: string): Promise<PlanReading> {
  const price = await ask('price', () => stripe.client.prices.retrieve(priceId))
  if (price === null)
    return misconfigured(priceId, null, 'STRIPE_PRICE_MONTHLY names a price this account has not.')
  const product = typeof price.product === 'string' ? price.product : price.product.id
  if (!price.active)
    return misconfigured(priceId, product, 'STRIPE_PRICE_MONTHLY names a price that is archived.')
  // Every three months is `month` as well, three times.
  if (price.recurring?.interval !== 'month' || price.recurring.interval_count !== 1)
    return misconfigured(
      priceId,
      product,
      'STRIPE_PRICE_MONTHLY names a price that is not monthly.',
    )
  return { kind: 'sellable', plan: { priceId, productId: product } }
}

function misconfigured(priceId: string, productId: string | null, why: string): PlanReading {
  return { kind: 'misconfigured', plan: { priceId, productId }, why }
}

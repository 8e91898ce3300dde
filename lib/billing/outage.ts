import { HeldTooLong } from '#db/queries/billing.ts'
import { cardRefused, StripeGarbled, StripeUnavailable, wasRefused } from './gateway.ts'

/**
 * Whether an error only means "not just now": Stripe does not answer, or somebody else is reading
 * the same customer and waits for Stripe. What we hold stands, and the same may work in a minute.
 */
export function isOutage(error: unknown): boolean {
  return error instanceof StripeUnavailable || error instanceof HeldTooLong
}

/**
 * Whether nothing would work just now, rather than nothing about the customer who was asked for: what
 * Stripe refuses, it has answered.
 */
export function stopsEverybody(error: unknown): boolean {
  const ofOne = error instanceof StripeGarbled || wasRefused(error) || cardRefused(error)
  return isOutage(error) && !ofOne
}

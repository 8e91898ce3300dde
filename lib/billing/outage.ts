import { HeldTooLong } from '#db/queries/billing.ts'
import { StripeGarbled, StripeUnavailable } from './gateway.ts'

/**
 * Whether an error only means "not just now": Stripe does not answer, or somebody else is reading
 * the same customer and waits for Stripe. What we hold stands, and the same may work in a minute.
 */
export function isOutage(error: unknown): boolean {
  return error instanceof StripeUnavailable || error instanceof HeldTooLong
}

/** Whether nothing would work just now, rather than nothing about the customer who was asked for. */
export function stopsEverybody(error: unknown): boolean {
  return isOutage(error) && !(error instanceof StripeGarbled)
}

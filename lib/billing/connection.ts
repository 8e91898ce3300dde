import type { Environment } from '#lib/env.ts'
import { environment } from '#lib/runtime.ts'
import { openGateway, type StripeGateway } from './gateway.ts'

type Patience = 'interactive' | 'background'

/** Of each account this process talks to; in a run of the product that is one. */
const open = new WeakMap<Environment['stripe'], Partial<Record<Patience, StripeGateway>>>()

/** This process's connection to Stripe: short of patience when somebody waits for the answer. */
export function stripeGateway(patience: Patience): StripeGateway {
  const { stripe } = environment()
  const gateways = open.get(stripe) ?? {}
  open.set(stripe, gateways)
  return (gateways[patience] ??= openGateway({ ...stripe, patience }))
}
/** What checkout, portal and a sync need of this process, for somebody who waits for the answer. */
export function interactiveBilling() {
  const { stripe, siteUrl } = environment()
  return {
    stripe: stripeGateway('interactive'),
    priceId: stripe.monthlyPrice,
    sale: stripe.sale,
    portalConfiguration: stripe.portalConfiguration,
    siteUrl,
    now: new Date(),
  }
}

/** What work that nobody waits for needs: the inbox, reconciling, reading anew. */
export function backgroundBilling() {
  return {
    stripe: stripeGateway('background'),
    priceId: environment().stripe.monthlyPrice,
    now: () => new Date(),
  }
}

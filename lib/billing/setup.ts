import { ask, askAll, demand, pinnedApiVersion, type StripeGateway } from './gateway.ts'

/** The events that can change what somebody may read, or what we owe them a mail about. */
const webhookEvents = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  'customer.subscription.trial_will_end',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.finalization_failed',
  'invoice.marked_uncollectible',
  'invoice.voided',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'customer.updated',
  'customer.deleted',
] as const

const LOOKUP_KEY = 'foldline_monthly'

type Offer = { name: string; amount: number; currency: string; interval: 'month' }

/** The id of our monthly price, made with its product if the account has none under its lookup key. */
export async function ensurePrice({ client }: StripeGateway, offer: Offer): Promise<string> {
  const known = await askAll(() => client.prices.list({ lookup_keys: [LOOKUP_KEY], active: true }))
  const price =
    known[0] ??
    (await demand('price', () =>
      client.prices.create(
        {
          lookup_key: LOOKUP_KEY,
          currency: offer.currency,
          unit_amount: offer.amount,
          recurring: { interval: offer.interval },
          product_data: { name: offer.name },
        },
        { idempotencyKey: `price ${LOOKUP_KEY} ${offer.amount} ${offer.currency}` },
      ),
    ))
  return price.id
}

/** An endpoint and its signing secret, which Stripe tells only when it is made. */
export type Endpoint = { id: string; secret: string }

/**
 * The webhook endpoint for `url`. One made earlier is kept with its secret, and with what still waits
 * to be delivered to it, and led to `url`; else one is made, with the API version this code was
 * written for.
 */
export async function ensureEndpoint(
  { client }: StripeGateway,
  url: string,
  earlier: Endpoint | null,
): Promise<Endpoint> {
  const kept = earlier
    ? await ask('webhook_endpoint', () => client.webhookEndpoints.retrieve(earlier.id))
    : null
  if (earlier && kept) {
    if (kept.url !== url)
      await demand('webhook_endpoint', () => client.webhookEndpoints.update(earlier.id, { url }))
    return earlier
  }
  const made = await demand('webhook_endpoint', () =>
    client.webhookEndpoints.create({
      url,
      api_version: pinnedApiVersion,
      enabled_events: [...webhookEvents],
      description: 'Foldline',
    }),
  )
  if (!made.secret) throw new Error('Stripe made a webhook endpoint without a secret.')
  return { id: made.id, secret: made.secret }
}

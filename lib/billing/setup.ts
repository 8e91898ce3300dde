import { ask, askAll, demand, pinnedApiVersion, type StripeGateway } from './gateway.ts'
import { webhookEvents } from './webhook-events.ts'

const LOOKUP_KEY = 'foldline_monthly'

type Offer = { name: string; amount: number; currency: string; interval: 'month' | 'year' }

/**
 * The id of our monthly price, made with its product unless the account has it under its lookup key
 * at this amount. A price cannot be changed: another amount is another price, which takes the key over.
 */
export async function ensurePrice({ client }: StripeGateway, offer: Offer): Promise<string> {
  const known = await askAll(() => client.prices.list({ lookup_keys: [LOOKUP_KEY], active: true }))
  const price =
    known.find((one) => one.unit_amount === offer.amount && one.currency === offer.currency) ??
    (await demand('price', () =>
      client.prices.create(
        {
          lookup_key: LOOKUP_KEY,
          // An archived price keeps its key until it is taken from it.
          transfer_lookup_key: true,
          currency: offer.currency,
          unit_amount: offer.amount,
          recurring: { interval: offer.interval },
          product_data: { name: offer.name },
        },
        { idempotencyKey: `price ${LOOKUP_KEY} ${offer.amount} ${offer.currency} ${offer.name}` },
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

import { ask, demand, pinnedApiVersion, type Stripe, type StripeGateway } from './gateway.ts'
import { webhookEvents } from './webhook-events.ts'

/** An endpoint and its signing secret, which Stripe tells only when it is made. */
export type Endpoint = { id: string; secret: string }

/**
 * The webhook endpoint for `url`. One made earlier is kept with its secret, and with what still waits
 * to be delivered to it, and led to `url` with the events we want now; else one is made, with the API version this code was
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
    if (kept.url !== url || !hasOurEvents(kept))
      await demand('webhook_endpoint', () =>
        client.webhookEndpoints.update(earlier.id, { url, enabled_events: [...webhookEvents] }),
      )
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

/** Whether an endpoint is sent exactly the events of our list, in whatever order. */
function hasOurEvents(endpoint: Stripe.WebhookEndpoint): boolean {
  const wanted: string[] = [...webhookEvents]
  return endpoint.enabled_events.toSorted().join() === wanted.toSorted().join()
}

import { randomUUID } from 'node:crypto'
import {
  ask,
  askAll,
  demand,
  pinnedApiVersion,
  type Stripe,
  type StripeGateway,
} from './gateway.ts'
import { change, type Setup } from './setup-steps.ts'
import { webhookEvents } from './webhook-events.ts'

/** The path under which the site takes Stripe's events. */
export const WEBHOOK_PATH = '/api/stripe/webhook'

/** An endpoint and its signing secret, which Stripe tells only when it is made. */
export type Endpoint = { id: string; secret: string }

/** What was found or made for the site's address. */
export type EndpointSetup = {
  /** Null when a dry run would make it, or when it cannot be used. */
  id: string | null
  /** Only of one that was made now. */
  secret: string | null
  /** What a person has to do, in sentences. */
  notes: string[]
  /** It cannot be used as it is. */
  broken: boolean
}

/**
 * The webhook endpoint for `url`, made or brought up to date. The API version of an endpoint cannot be
 * changed: with `rotate` another one is made beside it, whose secret replaces the old one's.
 */
export async function ensureSiteEndpoint(
  setup: Setup,
  url: string,
  rotate: boolean,
): Promise<EndpointSetup> {
  const { client } = setup.stripe
  const all = await askAll('webhook_endpoint', () => client.webhookEndpoints.list({ limit: 100 }))
  // Stripe lists the newest first.
  const here = all.filter((endpoint) => endpoint.url === url)
  const usable = here.find(({ api_version: version }) => version === pinnedApiVersion)
  if (rotate || here.length === 0) return makeEndpoint(setup, url, here)
  if (!usable) return { id: null, secret: null, notes: wrongVersion(here), broken: true }
  if (usable.status !== 'enabled' || !hasOurEvents(usable))
    await change(setup, `Brings the webhook endpoint ${usable.id} up to date.`, () =>
      demand('webhook_endpoint', () =>
        client.webhookEndpoints.update(usable.id, {
          enabled_events: [...webhookEvents],
          disabled: false,
        }),
      ),
    )
  const others = here.filter((endpoint) => endpoint !== usable)
  return { id: usable.id, secret: null, notes: others.map(second), broken: false }
}

const second = ({ id }: Stripe.WebhookEndpoint) =>
  `${id} is another endpoint for the same address: each event comes twice. When the new signing secret is in use, delete it in the Dashboard.`

const wrongVersion = (here: Stripe.WebhookEndpoint[]) =>
  here.map(
    ({ id, api_version: version }) =>
      `The webhook endpoint ${id} has the API version ${version ?? 'of the account'}, and this code needs ${pinnedApiVersion}. Stripe cannot change it: run "npm run foldline -- billing setup --rotate", which makes another one.`,
  )

async function makeEndpoint(
  setup: Setup,
  url: string,
  here: Stripe.WebhookEndpoint[],
): Promise<EndpointSetup> {
  const made = await change(setup, `Makes the webhook endpoint for ${url}.`, () =>
    createEndpoint(setup.stripe, url),
  )
  const notes = made ? here.flatMap(({ id }) => rotation(id, made.id)) : []
  return { id: made?.id ?? null, secret: made?.secret ?? null, notes, broken: false }
}

const rotation = (old: string, made: string) => [
  `Set STRIPE_WEBHOOK_SECRET_PREVIOUS to what STRIPE_WEBHOOK_SECRET is now (the secret of ${old}), and STRIPE_WEBHOOK_SECRET to the new one. Restart every instance: both are accepted then.`,
  `After that delete ${old} in the Dashboard, take STRIPE_WEBHOOK_SECRET_PREVIOUS away and restart. Until then each event comes twice, from ${old} and from ${made}, which is harmless.`,
]

/**
 * The webhook endpoint of the local Stripe for `url`. One made earlier is kept with its secret, and
 * with what still waits to be delivered to it, and led to `url` with the events we want now; else one
 * is made.
 */
export async function ensureEndpoint(
  stripe: StripeGateway,
  url: string,
  earlier: Endpoint | null,
): Promise<Endpoint> {
  const { client } = stripe
  const kept = earlier
    ? await ask('webhook_endpoint', () => client.webhookEndpoints.retrieve(earlier.id))
    : null
  if (!earlier || !kept) return createEndpoint(stripe, url)
  if (kept.url !== url || !hasOurEvents(kept))
    await demand('webhook_endpoint', () =>
      client.webhookEndpoints.update(earlier.id, { url, enabled_events: [...webhookEvents] }),
    )
  return earlier
}

async function createEndpoint({ client }: StripeGateway, url: string): Promise<Endpoint> {
  const made = await demand('webhook_endpoint', () =>
    client.webhookEndpoints.create(
      {
        url,
        api_version: pinnedApiVersion,
        enabled_events: [...webhookEvents],
        description: 'Foldline',
      },
      { idempotencyKey: `foldline endpoint ${randomUUID()}` },
    ),
  )
  if (!made.secret) throw new Error('Stripe made a webhook endpoint without a secret.')
  return { id: made.id, secret: made.secret }
}

/** Whether an endpoint is sent exactly the events of our list, in whatever order. */
export function hasOurEvents(endpoint: Stripe.WebhookEndpoint): boolean {
  const wanted: string[] = [...webhookEvents]
  return endpoint.enabled_events.toSorted().join() === wanted.toSorted().join()
}

/** Stripe sends events to addresses of the open net alone. */
export function isReachable({ hostname }: URL): boolean {
  return !/^(localhost|127\..*|0\.0\.0\.0|\[::1\])$/.test(hostname)
}

import { randomBytes } from 'node:crypto'
import { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { newId } from '../kernel/ids.ts'
import { pageOf } from '../kernel/paging.ts'
import {
  clearableText,
  common,
  flag,
  listing,
  metadata,
  text,
  webAddress,
} from '../kernel/params.ts'
import { route } from '../kernel/router.ts'
import { mergeMetadata, need, serverNow, type World } from '../kernel/world.ts'

const fields = {
  ...common,
  description: clearableText.optional(),
  metadata: metadata.optional(),
}

const events = z.array(text).min(1)

/** An endpoint as everybody sees it; its secret is told once, when it is made. */
function withoutSecret(endpoint: Stripe.WebhookEndpoint): Stripe.WebhookEndpoint {
  const shown = { ...endpoint }
  delete shown.secret
  return shown
}

function createEndpoint(
  world: World,
  params: {
    api_version?: string | undefined
    description?: string | null | undefined
    enabled_events: string[]
    metadata?: '' | Record<string, string> | undefined
    url: string
  },
): Stripe.WebhookEndpoint {
  if (params.api_version !== undefined && params.api_version !== Stripe.API_VERSION)
    throw invalid(
      `The local Stripe renders events in ${Stripe.API_VERSION} only; ${params.api_version} was asked for.`,
      { param: 'api_version' },
    )
  const endpoint: Stripe.WebhookEndpoint = {
    id: newId('we'),
    object: 'webhook_endpoint',
    api_version: params.api_version ?? null,
    application: null,
    created: serverNow(world),
    description: params.description ?? null,
    enabled_events: params.enabled_events,
    livemode: false,
    metadata: mergeMetadata(null, params.metadata),
    secret: `whsec_sim${randomBytes(24).toString('hex')}`,
    status: 'enabled',
    url: params.url,
  }
  world.store.put('webhook_endpoint', endpoint)
  return endpoint
}

export const webhookEndpointRoutes = [
  route(
    'POST',
    '/v1/webhook_endpoints',
    { ...fields, api_version: text.optional(), enabled_events: events, url: webAddress },
    createEndpoint,
  ),
  route('GET', '/v1/webhook_endpoints/:id', common, (world, _params, id) =>
    withoutSecret(need(world, 'webhook_endpoint', id)),
  ),
  route(
    'POST',
    '/v1/webhook_endpoints/:id',
    {
      ...fields,
      disabled: flag.optional(),
      enabled_events: events.optional(),
      url: webAddress.optional(),
    },
    (world, params, id) => {
      const endpoint = need(world, 'webhook_endpoint', id)
      const { description, disabled, enabled_events, url } = params
      const changed: Stripe.WebhookEndpoint = {
        ...endpoint,
        ...(description === undefined ? {} : { description }),
        ...(disabled === undefined ? {} : { status: disabled ? 'disabled' : 'enabled' }),
        ...(enabled_events === undefined ? {} : { enabled_events }),
        ...(url === undefined ? {} : { url }),
        metadata: mergeMetadata(endpoint.metadata, params.metadata),
      }
      world.store.put('webhook_endpoint', changed)
      return withoutSecret(changed)
    },
  ),
  route('DELETE', '/v1/webhook_endpoints/:id', {}, (world, _params, id) => {
    need(world, 'webhook_endpoint', id)
    world.store.remove('webhook_endpoint', id)
    return { id, object: 'webhook_endpoint', deleted: true }
  }),
  route('GET', '/v1/webhook_endpoints', listing, (world, params) => {
    const page = pageOf(world, 'webhook_endpoint', '/v1/webhook_endpoints', params)
    return { ...page, data: page.data.map(withoutSecret) }
  }),
]

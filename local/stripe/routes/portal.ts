import type { Stripe } from 'stripe'
import { z } from 'zod'
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

type Configuration = Stripe.BillingPortal.Configuration

/** What the portal page of this server offers. It can not be chosen. */
const features: Configuration['features'] = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: true,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
}

function makeConfiguration(
  world: World,
  fields: { isDefault: boolean; returnUrl: string | null; metadata: Stripe.Metadata },
): Configuration {
  const created = serverNow(world)
  const configuration: Configuration = {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created,
    default_return_url: fields.returnUrl,
    features,
    is_default: fields.isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: fields.metadata,
    name: null,
    updated: created,
  }
  world.store.put('billing_portal.configuration', configuration)
  return configuration
}

/** The account's configuration. Stripe has none until it is saved in the Dashboard; here it is there. */
function defaultConfiguration(world: World): Configuration {
  const all = world.store.all('billing_portal.configuration')
  return (
    all.find((one) => one.is_default) ??
    makeConfiguration(world, { isDefault: true, returnUrl: null, metadata: {} })
  )
}

const newSession = z.object({
  ...common,
  configuration: text.optional(),
  customer: text,
  locale: text.optional(),
  return_url: webAddress.optional(),
})

function createSession(
  world: World,
  params: z.output<typeof newSession>,
): Stripe.BillingPortal.Session {
  need(world, 'customer', params.customer, 'customer')
  const configuration =
    params.configuration === undefined
      ? defaultConfiguration(world)
      : need(world, 'billing_portal.configuration', params.configuration, 'configuration')
  const id = newId('bps')
  const session: Stripe.BillingPortal.Session = {
    id,
    object: 'billing_portal.session',
    configuration: configuration.id,
    created: serverNow(world),
    customer: params.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: params.locale ?? null,
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${world.base}/p/session/${newId('test', 40)}`,
  }
  world.store.put('billing_portal.session', session)
  world.store.put('portal_link', {
    id: session.url.slice(session.url.lastIndexOf('/') + 1),
    session: id,
    madeAt: world.wall(),
  })
  world.announce('billing_portal.session.created', session)
  return session
}

export const portalRoutes = [
  route('POST', '/v1/billing_portal/sessions', newSession.shape, createSession),
  route(
    'POST',
    '/v1/billing_portal/configurations',
    {
      ...common,
      business_profile: z.record(z.string(), clearableText).optional(),
      default_return_url: webAddress.optional(),
      features: z.record(z.string(), z.unknown()),
      metadata: metadata.optional(),
    },
    (world, params) =>
      makeConfiguration(world, {
        isDefault: false,
        returnUrl: params.default_return_url ?? null,
        metadata: mergeMetadata(null, params.metadata),
      }),
  ),
  route('GET', '/v1/billing_portal/configurations/:id', common, (world, _params, id) =>
    need(world, 'billing_portal.configuration', id),
  ),
  route(
    'GET',
    '/v1/billing_portal/configurations',
    { ...listing, active: flag.optional(), is_default: flag.optional() },
    (world, params) => {
      defaultConfiguration(world)
      const url = '/v1/billing_portal/configurations'
      return pageOf(world, 'billing_portal.configuration', url, params, {
        fits: (one) => params.is_default === undefined || params.is_default === one.is_default,
      })
    },
  ),
]

import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { newId } from '../kernel/ids.ts'
import { common, oneOf, text, webAddress } from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { need, serverNow, type World } from '../kernel/world.ts'
import type { Configuration } from '../objects/portal.ts'
import { defaultConfiguration } from './portal-configurations.ts'

type Session = Stripe.BillingPortal.Session

const flowData = z.strictObject({
  after_completion: z
    .strictObject({
      hosted_confirmation: z.strictObject({ custom_message: text.max(500).optional() }).optional(),
      redirect: z.strictObject({ return_url: webAddress }).optional(),
      type: oneOf('hosted_confirmation', 'portal_homepage', 'redirect'),
    })
    .optional(),
  subscription_cancel: z.strictObject({ subscription: text }).optional(),
  subscription_update: z.strictObject({ subscription: text }).optional(),
  type: oneOf('payment_method_update', 'subscription_cancel', 'subscription_update'),
})

const newSession = z.object({
  ...common,
  configuration: text.optional(),
  customer: text,
  flow_data: flowData.optional(),
  locale: text.optional(),
  return_url: webAddress.optional(),
})

type FlowData = z.output<typeof flowData>

function createSession(world: World, params: z.output<typeof newSession>): Session {
  need(world, 'customer', params.customer, 'customer')
  const configuration = configurationFor(world, params.configuration)
  const flow = params.flow_data
    ? flowOf(world, params.customer, configuration, params.flow_data)
    : null
  const token = newId('test', 40)
  const session: Session = {
    id: newId('bps'),
    object: 'billing_portal.session',
    configuration: configuration.id,
    created: serverNow(world),
    customer: params.customer,
    customer_account: null,
    flow,
    livemode: false,
    locale: params.locale ?? null,
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${world.base}/p/session/${token}${flow ? '/flow' : ''}`,
  }
  world.store.put('billing_portal.session', session)
  world.store.put('portal_link', { id: token, session: session.id, madeAt: world.wall() })
  world.announce('billing_portal.session.created', session)
  return session
}

function configurationFor(world: World, id: string | undefined): Configuration {
  if (id === undefined) return defaultConfiguration(world)
  const found = need(world, 'billing_portal.configuration', id, 'configuration')
  if (!found.active)
    throw invalid('The portal configuration is inactive and cannot be used.', {
      param: 'configuration',
    })
  return found
}

/** The one thing that a link is for. It must be something that its portal offers. */
function flowOf(
  world: World,
  customer: string,
  { features }: Configuration,
  given: FlowData,
): Session['flow'] {
  const { type } = given
  const feature = features[type]
  if (!feature.enabled)
    throw invalid(
      `This flow cannot be used: \`features.${type}\` is disabled in the portal configuration.`,
      { param: 'flow_data[type]' },
    )
  const id = type === 'payment_method_update' ? null : subscriptionFor(world, customer, type, given)
  return {
    after_completion: completionOf(given),
    customer_update: null,
    subscription_cancel:
      id !== null && type === 'subscription_cancel' ? { retention: null, subscription: id } : null,
    subscription_pause: null,
    subscription_update:
      id !== null && type === 'subscription_update' ? { subscription: id } : null,
    subscription_update_confirm: null,
    type,
  }
}

function subscriptionFor(
  world: World,
  customer: string,
  type: 'subscription_cancel' | 'subscription_update',
  given: FlowData,
): string {
  const param = `flow_data[${type}][subscription]`
  const id = given[type]?.subscription
  if (id === undefined)
    throw invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  const subscription = need(world, 'subscription', id, param)
  if (idOf(subscription.customer) !== customer)
    throw invalid(`The subscription ${id} does not belong to the customer ${customer}.`, { param })
  if (subscription.ended_at !== null || (type === 'subscription_cancel' && subscription.cancel_at))
    throw invalid(`The subscription ${id} has been canceled, or will be.`, { param })
  return id
}

function completionOf({
  after_completion: given,
}: FlowData): NonNullable<Session['flow']>['after_completion'] {
  const type = given?.type ?? 'portal_homepage'
  if (type === 'redirect' && !given?.redirect)
    throw invalid('Missing required param: flow_data[after_completion][redirect].', {
      code: 'parameter_missing',
      param: 'flow_data[after_completion][redirect]',
    })
  return {
    hosted_confirmation:
      type === 'hosted_confirmation'
        ? { custom_message: given?.hosted_confirmation?.custom_message ?? null }
        : null,
    redirect: type === 'redirect' ? (given?.redirect ?? null) : null,
    type,
  }
}

export const portalRoutes = [
  route('POST', '/v1/billing_portal/sessions', newSession.shape, createSession),
]

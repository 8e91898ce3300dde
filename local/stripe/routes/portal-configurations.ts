import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import { common, flag, listing } from '../kernel/params.ts'
import { needId } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, create, mergeMetadata, need, serverNow, type World } from '../kernel/world.ts'
import {
  buildConfiguration,
  type Configuration,
  type Features,
  noFeatures,
  ordinaryFeatures,
} from '../objects/portal.ts'
import {
  configuration as fields,
  features,
  type GivenFeatures,
  type GivenProfile,
} from './portal-params.ts'

const KIND = 'billing_portal.configuration'
const path = '/v1/billing_portal/configurations'

/** The account's configuration. Stripe has none until it is saved in the Dashboard; here it is there. */
export function defaultConfiguration(world: World): Configuration {
  for (const one of world.store.list(KIND)) if (one.is_default) return one
  const made = buildConfiguration(
    {
      business_profile: emptyProfile,
      default_return_url: null,
      features: ordinaryFeatures,
      is_default: true,
      metadata: {},
      name: null,
    },
    serverNow(world),
  )
  world.store.put(KIND, made)
  return made
}

const emptyProfile: Configuration['business_profile'] = {
  headline: null,
  privacy_policy_url: null,
  terms_of_service_url: null,
}

function profileAfter(
  held: Configuration['business_profile'],
  given: GivenProfile = {},
): Configuration['business_profile'] {
  const { headline, privacy_policy_url, terms_of_service_url } = given
  return {
    headline: headline === undefined ? held.headline : headline,
    privacy_policy_url:
      privacy_policy_url === undefined ? held.privacy_policy_url : privacy_policy_url,
    terms_of_service_url:
      terms_of_service_url === undefined ? held.terms_of_service_url : terms_of_service_url,
  }
}

/** Each feature with what was given of it; what was not named stays. */
function featuresAfter(world: World, held: Features, given: GivenFeatures): Features {
  const after = {
    ...held,
    customer_update: { ...held.customer_update, ...given.customer_update },
    invoice_history: { ...held.invoice_history, ...given.invoice_history },
    payment_method_update: { ...held.payment_method_update, ...given.payment_method_update },
    subscription_cancel: cancelAfter(held.subscription_cancel, given.subscription_cancel),
    subscription_update: updateAfter(world, held.subscription_update, given.subscription_update),
  }
  const { customer_update, subscription_update } = after
  if (customer_update.enabled && customer_update.allowed_updates.length === 0)
    throw missingPart('customer_update', 'allowed_updates')
  if (subscription_update.enabled && (subscription_update.products ?? []).length === 0)
    throw missingPart('subscription_update', 'products')
  if (subscription_update.enabled && subscription_update.default_allowed_updates.length === 0)
    throw missingPart('subscription_update', 'default_allowed_updates')
  return after
}

function missingPart(feature: string, part: string): Error {
  const param = `features[${feature}][${part}]`
  return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
}

function cancelAfter(
  held: Features['subscription_cancel'],
  given: GivenFeatures['subscription_cancel'] = {},
): Features['subscription_cancel'] {
  const { cancellation_reason: reason, ...rest } = given
  const options = reason?.options ?? held.cancellation_reason.options
  const enabled = reason?.enabled ?? held.cancellation_reason.enabled
  if (enabled && options.length === 0)
    throw missingPart('subscription_cancel', 'cancellation_reason][options')
  return {
    ...held,
    ...rest,
    cancellation_reason: {
      ...held.cancellation_reason,
      enabled,
      options,
    },
  }
}

/** Products and prices that are there, and belong together. */
function updateAfter(
  world: World,
  held: Features['subscription_update'],
  given: GivenFeatures['subscription_update'] = {},
): Features['subscription_update'] {
  const { products, ...rest } = given
  if (products === undefined) return { ...held, ...rest }
  return {
    ...held,
    ...rest,
    products: products.map(({ adjustable_quantity: adjustable, prices, product }, at) => {
      const param = `features[subscription_update][products][${at}]`
      need(world, 'product', product, `${param}[product]`)
      for (const id of prices)
        if (needId(need(world, 'price', id, `${param}[prices]`).product) !== product)
          throw invalid(`The price ${id} is not a price of the product ${product}.`, { param })
      return {
        adjustable_quantity: {
          enabled: adjustable?.enabled ?? false,
          maximum: adjustable?.maximum ?? null,
          minimum: adjustable?.minimum ?? 1,
        },
        prices,
        product,
      }
    }),
  }
}

/** Which products can be changed to is told only when it is asked for. */
function shown(configuration: Configuration, expand: readonly string[] = []): Configuration {
  if (expand.some((one) => one.endsWith('features.subscription_update.products')))
    return configuration
  const { products: _products, ...subscription_update } = configuration.features.subscription_update
  return { ...configuration, features: { ...configuration.features, subscription_update } }
}

export const portalConfigurationRoutes = [
  route('POST', path, { ...fields, features }, (world, params) => {
    const made = buildConfiguration(
      {
        business_profile: profileAfter(emptyProfile, params.business_profile),
        default_return_url: params.default_return_url ?? null,
        features: featuresAfter(world, noFeatures, params.features),
        is_default: false,
        metadata: mergeMetadata(null, params.metadata),
        name: params.name ?? null,
      },
      serverNow(world),
    )
    const type = 'billing_portal.configuration.created'
    return shown(create(world, KIND, made, type), params.expand)
  }),
  route('GET', `${path}/:id`, common, (world, { expand }, id) =>
    shown(need(world, KIND, id), expand),
  ),
  route(
    'POST',
    `${path}/:id`,
    { ...fields, active: flag.optional(), features: features.optional() },
    (world, params, id) => {
      const held = need(world, KIND, id)
      const { active, default_return_url: returnUrl, name } = params
      if (active === false && held.is_default)
        throw invalid('You cannot deactivate the default configuration.', { param: 'active' })
      const patch: Partial<Stripe.BillingPortal.Configuration> = {
        ...(active === undefined ? {} : { active }),
        ...(returnUrl === undefined ? {} : { default_return_url: returnUrl }),
        ...(name === undefined ? {} : { name }),
        business_profile: profileAfter(held.business_profile, params.business_profile),
        features: featuresAfter(world, held.features, params.features ?? {}),
        metadata: mergeMetadata(held.metadata, params.metadata),
        updated: serverNow(world),
      }
      const type = 'billing_portal.configuration.updated'
      return shown(change(world, KIND, held, patch, type), params.expand)
    },
  ),
  route(
    'GET',
    path,
    { ...listing, active: flag.optional(), is_default: flag.optional() },
    (world, params) => {
      defaultConfiguration(world)
      const page = pageOf(world, KIND, path, params, {
        fits: (one) =>
          (params.is_default === undefined || params.is_default === one.is_default) &&
          (params.active === undefined || params.active === one.active),
      })
      return { ...page, data: page.data.map((one) => shown(one, params.expand)) }
    },
  ),
]

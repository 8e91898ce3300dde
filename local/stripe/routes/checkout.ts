import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { pageOf, wholeList } from '../kernel/paging.ts'
import {
  clearableText,
  common,
  flag,
  integer,
  listing,
  metadata,
  oneOf,
  range,
  text,
  timestamp,
  webAddress,
  within,
} from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, create, mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { expireSession } from '../life/due.ts'
import { cycleOf } from '../life/starting.ts'
import { priceInWords } from '../objects/money.ts'
import { buildLineItem, buildSession } from '../objects/session.ts'
import { checkOwner } from './customers.ts'

const HOUR = 3600

const newSession = z.object({
  ...common,
  allow_promotion_codes: flag.optional(),
  billing_address_collection: oneOf('auto', 'required').optional(),
  cancel_url: webAddress.optional(),
  client_reference_id: text.max(200).optional(),
  customer: text.optional(),
  customer_email: text.optional(),
  customer_update: z.strictObject({ address: text.optional(), name: text.optional() }).optional(),
  expires_at: timestamp.optional(),
  line_items: z
    .array(z.strictObject({ price: text, quantity: integer.optional() }))
    .min(1)
    .max(20),
  locale: text.optional(),
  metadata: metadata.optional(),
  mode: oneOf('payment', 'setup', 'subscription').optional(),
  payment_method_collection: oneOf('always', 'if_required').optional(),
  subscription_data: z
    .strictObject({
      description: text.optional(),
      metadata: metadata.optional(),
      trial_end: timestamp.optional(),
      trial_period_days: integer.optional(),
      trial_settings: z
        .strictObject({
          end_behavior: z.strictObject({
            missing_payment_method: oneOf('cancel', 'create_invoice', 'pause'),
          }),
        })
        .optional(),
    })
    .optional(),
  success_url: webAddress,
  ui_mode: oneOf('hosted_page').optional(),
})

type NewSession = z.output<typeof newSession>

function createSession(world: World, params: NewSession): Stripe.Checkout.Session {
  const { customer, subscription_data: data } = params
  if (params.mode !== 'subscription')
    throw invalid(
      'The local Stripe has Checkout for subscriptions only: pass `mode: subscription`.',
      {
        param: 'mode',
      },
    )
  if (customer !== undefined) need(world, 'customer', customer, 'customer')
  if (customer !== undefined && params.customer_email !== undefined)
    throw invalid('You may only specify one of these parameters: customer, customer_email.', {
      code: 'parameters_exclusive',
    })
  const items = params.line_items.map((item, at) => itemOf(world, item, at))
  const [first] = items
  if (!first) throw invalid('Missing required param: line_items.', { param: 'line_items' })
  const created = now(world, customer ?? null)
  const trial = data?.trial_end !== undefined || data?.trial_period_days !== undefined
  const total = items.reduce(
    (sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * quantity,
    0,
  )
  const session = buildSession({
    base: world.base,
    created,
    expiresAt: expiryOf(params, created),
    currency: first.price.currency,
    total: trial ? 0 : total,
    customer: customer ?? null,
    customerEmail:
      params.customer_email ?? world.store.get('customer', customer ?? '')?.email ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    metadata: mergeMetadata(null, params.metadata),
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    locale: params.locale ?? null,
    paymentMethodCollection: params.payment_method_collection ?? 'always',
    allowPromotionCodes: params.allow_promotion_codes ?? null,
  })
  world.store.put('order', {
    id: session.id,
    items: items.map(({ price, quantity }) => ({ price: price.id, quantity })),
    subscription: {
      metadata: mergeMetadata(null, data?.metadata),
      description: data?.description ?? null,
      trialEnd: data?.trial_end ?? null,
      trialDays: data?.trial_period_days ?? null,
      missingPaymentMethod:
        data?.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
    },
    pendingCard: null,
  })
  return create(world, 'checkout.session', session, null)
}

function itemOf(
  world: World,
  { price: id, quantity }: NewSession['line_items'][number],
  at: number,
): { price: Stripe.Price; quantity: number } {
  const param = `line_items[${at}][price]`
  const price = need(world, 'price', id, param)
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', {
      param,
    })
  if (quantity === undefined)
    throw invalid(`Missing required param: line_items[${at}][quantity].`, {
      code: 'parameter_missing',
      param: `line_items[${at}][quantity]`,
    })
  cycleOf(price)
  return { price, quantity }
}

function expiryOf({ expires_at }: NewSession, created: number): number {
  if (expires_at === undefined) return created + 24 * HOUR
  if (expires_at < created + HOUR / 2 || expires_at > created + 24 * HOUR)
    throw invalid(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    )
  return expires_at
}

/** What is bought in a session. */
export function lineItemsOf(world: World, id: string): Stripe.ApiList<Stripe.LineItem> {
  const { items } = need(world, 'order', id)
  const lines = items.map(({ price: priceId, quantity }, at) => {
    const price = need(world, 'price', priceId)
    const name = world.store.get('product', idOf(price.product) ?? '')?.name ?? price.id
    return buildLineItem(
      `li_sim${id.slice(-16)}${at}`,
      price,
      quantity,
      `${quantity} × ${name} (${priceInWords(price)})`,
    )
  })
  return wholeList(lines, `/v1/checkout/sessions/${id}/line_items`)
}

export const checkoutRoutes = [
  route('POST', '/v1/checkout/sessions', newSession.shape, createSession),
  route('GET', '/v1/checkout/sessions/:id', common, (world, _params, id) =>
    need(world, 'checkout.session', id),
  ),
  route(
    'POST',
    '/v1/checkout/sessions/:id',
    { ...common, metadata: metadata.optional() },
    (world, params, id) => {
      const session = need(world, 'checkout.session', id)
      const merged = mergeMetadata(session.metadata, params.metadata)
      return change(world, 'checkout.session', session, { metadata: merged }, null)
    },
  ),
  route('POST', '/v1/checkout/sessions/:id/expire', common, (world, _params, id) => {
    const session = need(world, 'checkout.session', id)
    if (session.status !== 'open')
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      )
    expireSession(world, session)
    return need(world, 'checkout.session', id)
  }),
  route('GET', '/v1/checkout/sessions/:id/line_items', listing, (world, _params, id) => {
    need(world, 'checkout.session', id)
    return lineItemsOf(world, id)
  }),
  route(
    'GET',
    '/v1/checkout/sessions',
    {
      ...listing,
      created: range.optional(),
      customer: text.optional(),
      customer_details: z.strictObject({ email: clearableText }).optional(),
      payment_intent: text.optional(),
      status: oneOf('open', 'complete', 'expired').optional(),
      subscription: text.optional(),
    },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'checkout.session', '/v1/checkout/sessions', params, {
        owner: params.customer,
        fits: (session) =>
          (params.status === undefined || params.status === session.status) &&
          (params.subscription === undefined ||
            params.subscription === idOf(session.subscription)) &&
          (params.payment_intent === undefined ||
            params.payment_intent === idOf(session.payment_intent)) &&
          (params.customer_details === undefined ||
            params.customer_details.email === (session.customer_details?.email ?? null)) &&
          within(session.created, params.created),
      })
    },
  ),
]

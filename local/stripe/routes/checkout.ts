import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import type { Order } from '../kernel/kinds.ts'
import { pageOf } from '../kernel/paging.ts'
import {
  clearableText,
  common,
  listing,
  metadata,
  oneOf,
  range,
  text,
  within,
} from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, create, mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { expireSession } from '../life/due.ts'
import { lineItemsOf, requote } from '../life/quoting.ts'
import { offerOf } from '../life/redeeming.ts'
import { settleBalance } from '../objects/balance.ts'
import { buildSession } from '../objects/session.ts'
import { checkTogether, checkTrial, expiryOf } from './checkout-checks.ts'
import { type NewSession, newSession } from './checkout-params.ts'
import { checkOwner } from './customers.ts'
import { itemOf } from './line-items.ts'

function createSession(world: World, params: NewSession): Stripe.Checkout.Session {
  const { customer } = params
  const { mode } = params
  if (mode === undefined)
    throw invalid('Missing required param: mode.', { code: 'parameter_missing', param: 'mode' })
  checkTogether(world, params, mode)
  const items = params.line_items.map((item, at) => itemOf(world, item, at))
  const [first] = items
  if (!first) throw invalid('Missing required param: line_items.', { param: 'line_items' })
  checkKinds(items, mode)
  const created = now(world, customer ?? null)
  checkTrial(params, created)
  const { currency } = first.price
  for (const named of params.discounts ?? [])
    offerOf(world, named, { customer: customer ?? null, currency }, 'discounts[0]')
  const session = buildSession({
    base: world.base,
    created,
    expiresAt: expiryOf(params, created),
    currency,
    mode,
    customer: customer ?? null,
    customerCreation:
      params.customer_creation ?? (mode === 'subscription' ? 'always' : 'if_required'),
    customerEmail:
      params.customer_email ?? world.store.get('customer', customer ?? '')?.email ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    metadata: mergeMetadata(null, params.metadata),
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    locale: params.locale ?? null,
    paymentMethodCollection:
      params.payment_method_collection ?? (mode === 'payment' ? 'if_required' : 'always'),
    allowPromotionCodes: params.allow_promotion_codes ?? null,
    automaticTax: params.automatic_tax?.enabled ?? false,
    discounts: (params.discounts ?? []).map((named) => ({
      coupon: named.coupon ?? null,
      promotion_code: named.promotion_code ?? null,
    })),
    invoiceCreation: mode === 'payment' ? invoiceCreationOf(params) : null,
    submitMessage: params.custom_text?.submit?.message ?? null,
    taxIdCollection: params.tax_id_collection
      ? { required: 'never', ...params.tax_id_collection }
      : null,
  })
  world.store.put('order', orderOf(session.id, items, params))
  const quoted = requote(world, create(world, 'checkout.session', session, null))
  checkDue(quoted)
  return quoted
}

/** Stripe takes no payment that is smaller than its own cost. */
function checkDue({ amount_total, currency, mode }: Stripe.Checkout.Session): void {
  const total = amount_total ?? 0
  if (mode === 'payment' && total > 0 && settleBalance(total, 0, currency ?? 'usd').due === 0)
    throw invalid(
      "The Checkout Session's total amount due is smaller than the smallest amount that can be charged.",
      { code: 'amount_too_small' },
    )
}

type Item = ReturnType<typeof itemOf>

/** A mode sells what is paid again and again, or what is paid once. */
function checkKinds(items: readonly Item[], mode: 'payment' | 'subscription'): void {
  const recurring = items.filter(({ price }) => price.recurring)
  if (mode === 'payment' && recurring.length > 0)
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: 'mode' },
    )
  if (mode === 'subscription' && recurring.length === 0)
    throw invalid(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      { param: 'line_items' },
    )
  if (mode === 'subscription' && recurring.length < items.length)
    throw invalid(
      'The local Stripe sells one-time prices in `payment` mode only, not together with a subscription.',
      { param: 'line_items' },
    )
}

function invoiceCreationOf({
  invoice_creation: given,
}: NewSession): Stripe.Checkout.Session.InvoiceCreation {
  return {
    enabled: given?.enabled ?? false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: given?.invoice_data?.description ?? null,
      footer: null,
      issuer: null,
      metadata: mergeMetadata(null, given?.invoice_data?.metadata),
      rendering_options: null,
    },
  }
}

function orderOf(id: string, items: readonly Item[], params: NewSession): Order {
  const { customer_update: update, payment_intent_data: payment, subscription_data: data } = params
  return {
    id,
    items: items.map(({ price, quantity }) => ({ price: price.id, quantity })),
    payment: {
      metadata: mergeMetadata(null, payment?.metadata),
      description: payment?.description ?? null,
    },
    update: { name: update?.name === 'auto', address: update?.address === 'auto' },
    subscription: {
      metadata: mergeMetadata(null, data?.metadata),
      description: data?.description ?? null,
      trialEnd: data?.trial_end ?? null,
      trialDays: data?.trial_period_days ?? null,
      missingPaymentMethod:
        data?.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
    },
    pendingCard: null,
  }
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

import type { Stripe } from 'stripe'
import { ApiError, invalid } from '../kernel/api-error.ts'
import { pageOf, wholeList } from '../kernel/paging.ts'
import { common, flag, listing, oneOf, range, text, within } from '../kernel/params.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { need, now, type World } from '../kernel/world.ts'
import { collect } from '../life/collecting.ts'
import { endNow } from '../life/ending.ts'
import { finalizeInvoice } from '../life/invoicing.ts'
import { nextBoundary } from '../life/periods.ts'
import { openPeriod } from '../life/renewing.ts'
import { cycleOf } from '../life/starting.ts'
import { changeSubscription } from '../life/subscriptions.ts'
import { checkOwner } from './customers.ts'
import { updateSubscription } from './subscription-changes.ts'
import { createSubscription } from './subscription-creation.ts'
import { cancellationDetails, creation, update } from './subscription-params.ts'

/** A subscription whose trial ended without a card goes on with a period from now. */
function resume(world: World, id: string): Stripe.Subscription {
  const subscription = need(world, 'subscription', id)
  if (subscription.status !== 'paused')
    throw invalid('Only paused subscriptions can be resumed.', { param: 'subscription' })
  const [first] = subscription.items.data
  if (!first) throw invalid('This subscription has no items.')
  const start = now(world, needId(subscription.customer))
  const period = { start, end: nextBoundary(start, cycleOf(first.price), start) }
  const own = { start: first.current_period_start, end: first.current_period_end }
  const draft = openPeriod(world, subscription, 'subscription_update', period, own, {
    billing_cycle_anchor: start,
  })
  const invoice = finalizeInvoice(world, draft)
  if (invoice.status === 'open') collect(world, invoice, { presence: 'nobody', automatic: true })
  const after = need(world, 'subscription', id)
  if (invoice.status === 'paid' && after.status === 'paused') {
    const active = changeSubscription(world, after, { status: 'active' })
    world.announce('customer.subscription.resumed', active)
  }
  return need(world, 'subscription', id)
}

const statuses = [
  'active',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
  'all',
  'ended',
] as const

function hasStatus(
  { status }: Stripe.Subscription,
  wanted: (typeof statuses)[number] | undefined,
): boolean {
  if (wanted === undefined) return status !== 'canceled'
  if (wanted === 'all') return true
  if (wanted === 'ended') return status === 'canceled' || status === 'incomplete_expired'
  return status === wanted
}

export const subscriptionRoutes = [
  route('POST', '/v1/subscriptions', creation.shape, createSubscription),
  route('GET', '/v1/subscriptions/:id', common, (world, _params, id) =>
    need(world, 'subscription', id),
  ),
  route('POST', '/v1/subscriptions/:id', update.shape, (world, params, id) =>
    updateSubscription(world, id, params),
  ),
  route(
    'DELETE',
    '/v1/subscriptions/:id',
    {
      ...common,
      cancellation_details: cancellationDetails.optional(),
      invoice_now: flag.optional(),
      prorate: flag.optional(),
    },
    (world, params, id) => {
      const subscription = need(world, 'subscription', id)
      if (subscription.ended_at !== null)
        throw new ApiError(404, {
          type: 'invalid_request_error',
          code: 'resource_missing',
          message: `No such subscription: '${id}'`,
          param: 'id',
        })
      return endNow(world, subscription, params.cancellation_details ?? {}, {
        invoiceNow: params.invoice_now ?? false,
        prorate: params.prorate ?? false,
      })
    },
  ),
  route(
    'POST',
    '/v1/subscriptions/:id/resume',
    {
      ...common,
      billing_cycle_anchor: oneOf('now').optional(),
      proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
    },
    (world, _params, id) => resume(world, id),
  ),
  route(
    'GET',
    '/v1/subscriptions',
    {
      ...listing,
      collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
      created: range.optional(),
      customer: text.optional(),
      price: text.optional(),
      status: oneOf(...statuses).optional(),
      test_clock: text.optional(),
    },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'subscription', '/v1/subscriptions', params, {
        owner: params.customer,
        fits: (one) =>
          hasStatus(one, params.status) &&
          (params.price === undefined ||
            one.items.data.some((item) => item.price.id === params.price)) &&
          (params.customer !== undefined || (params.test_clock ?? null) === idOf(one.test_clock)) &&
          within(one.created, params.created),
      })
    },
  ),
  route(
    'GET',
    '/v1/subscription_items',
    { ...listing, subscription: text },
    (world, { subscription }) => {
      const { items } = need(world, 'subscription', subscription, 'subscription')
      return wholeList(items.data, '/v1/subscription_items')
    },
  ),
]

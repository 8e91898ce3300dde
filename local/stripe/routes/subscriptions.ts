import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ApiError } from '../kernel/api-error.ts'
import { pageOf, wholeList } from '../kernel/paging.ts'
import { common, flag, listing, oneOf, range, text, within } from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { need } from '../kernel/world.ts'
import { endNow } from '../life/ending.ts'
import { resume } from '../life/resuming.ts'
import { checkOwner } from './customers.ts'
import { updateSubscription } from './subscription-changes.ts'
import { createSubscription } from './subscription-creation.ts'
import { cancellationDetails, creation, update } from './subscription-params.ts'

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
      billing_cycle_anchor: z.strictObject({ type: oneOf('now') }).optional(),
      payment_behavior: oneOf('resume_on_payment_attempt', 'resume_on_payment_success').optional(),
      proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
    },
    (world, params, id) =>
      resume(
        world,
        need(world, 'subscription', id),
        params.payment_behavior ?? 'resume_on_payment_attempt',
      ),
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

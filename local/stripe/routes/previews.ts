/** `invoices.createPreview`: a question about the next invoice, as the parameters put it. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ApiError, invalid } from '../kernel/api-error.ts'
import { common, flag, metadata, oneOf, text, timestamp } from '../kernel/params.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { need, now, type World } from '../kernel/world.ts'
import { nextBilled, previewFirst, previewInvoice } from '../life/previewing.ts'
import { periodEnd } from '../life/subscriptions.ts'
import { changeAsked, withPeriod } from './subscription-changes.ts'
import { prorated } from './subscription-params.ts'

const details = z.strictObject({
  ...prorated,
  cancel_at: z
    .union([z.literal(''), oneOf('min_period_end', 'max_period_end'), timestamp])
    .optional(),
  cancel_at_period_end: flag.optional(),
  cancel_now: flag.optional(),
  metadata: metadata.optional(),
  trial_end: z.union([z.literal('now'), timestamp]).optional(),
})

const preview = z.object({
  ...common,
  currency: text.optional(),
  customer: text.optional(),
  preview_mode: oneOf('next', 'recurring').optional(),
  subscription: text.optional(),
  subscription_details: details.optional(),
})

type Preview = z.output<typeof preview>
type Details = z.output<typeof details>

function createPreview(world: World, params: Preview): Stripe.Invoice {
  const given = params.subscription_details ?? {}
  if (params.customer === undefined && params.subscription === undefined)
    throw invalid('You must specify either `customer` or `subscription`.', {
      code: 'parameter_missing',
      param: 'customer',
    })
  checkDate(params, given)
  if (params.customer !== undefined) need(world, 'customer', params.customer, 'customer')
  const isNew = params.subscription === undefined && given.items !== undefined
  const answer = isNew
    ? previewFirst(world, ...newSubscription(world, params.customer ?? '', given))
    : ofSubscription(world, params, given)
  if (answer !== null) return answer
  throw nothingToCome(params.customer ?? params.subscription ?? '')
}

function nothingToCome(whose: string): ApiError {
  return new ApiError(404, {
    type: 'invalid_request_error',
    code: 'invoice_upcoming_none',
    message: `No upcoming invoices for customer: '${whose}'`,
  })
}

/** A date of proration says something only about a change that is prorated. */
function checkDate({ subscription }: Preview, given: Details): void {
  if (given.proration_date === undefined) return
  const param = 'subscription_details[proration_date]'
  if (subscription === undefined)
    throw invalid('`subscription_details.proration_date` needs a `subscription`.', { param })
  if (given.items === undefined && given.billing_cycle_anchor?.type !== 'now')
    throw invalid('`subscription_details.proration_date` needs `subscription_details.items`.', {
      param,
    })
  if (given.proration_behavior === 'none')
    throw invalid(
      '`subscription_details.proration_behavior` cannot be `none` together with `subscription_details.proration_date`.',
      { param },
    )
}

function ofSubscription(world: World, params: Preview, given: Details): Stripe.Invoice | null {
  const found =
    params.subscription === undefined
      ? nextBilled(world, params.customer ?? '')
      : need(world, 'subscription', params.subscription, 'subscription')
  if (!found || found.ended_at !== null) return null
  if (params.customer !== undefined && idOf(found.customer) !== params.customer)
    throw invalid(
      `The subscription '${found.id}' does not belong to the customer '${params.customer}'.`,
      { param: 'subscription' },
    )
  const subscription = { ...found, ...trialPatch(world, found, given), ...endPatch(found, given) }
  return previewInvoice(world, {
    subscription,
    change: changeAsked(world, subscription, given),
    end: endOf(given),
    recurring: params.preview_mode === 'recurring',
  })
}

function endOf({ cancel_now, proration_behavior }: Details): 'not' | 'now' | 'now_prorated' {
  if (!cancel_now) return 'not'
  return proration_behavior === 'none' ? 'now' : 'now_prorated'
}

function endPatch(
  subscription: Stripe.Subscription,
  { cancel_at: at, cancel_at_period_end: byPeriod }: Details,
): Partial<Stripe.Subscription> {
  if (typeof at === 'number') return { cancel_at: at }
  if (byPeriod || at === 'min_period_end' || at === 'max_period_end')
    return { cancel_at: periodEnd(subscription), cancel_at_period_end: byPeriod ?? false }
  if (at === '' || (byPeriod === false && subscription.cancel_at_period_end))
    return { cancel_at: null, cancel_at_period_end: false }
  return {}
}

function trialPatch(
  world: World,
  subscription: Stripe.Subscription,
  { trial_end: given }: Details,
): Partial<Stripe.Subscription> {
  if (given === undefined) return {}
  const moment = now(world, needId(subscription.customer))
  const end = given === 'now' ? moment : given
  const start = subscription.trial_start ?? moment
  return {
    status: 'trialing',
    trial_end: end,
    billing_cycle_anchor: end,
    items: withPeriod(subscription, start, end),
  }
}

function newSubscription(
  world: World,
  customer: string,
  { items = [], trial_end: trialEnd }: Details,
): [Stripe.Customer, { price: Stripe.Price; quantity: number }[], number | null] {
  const chosen = items.map(({ price = '', quantity = 1 }, at) => ({
    price: need(world, 'price', price, `subscription_details[items][${at}][price]`),
    quantity,
  }))
  const holder = need(world, 'customer', customer, 'customer')
  return [holder, chosen, typeof trialEnd === 'number' ? trialEnd : null]
}

export const previewRoutes = [
  route('POST', '/v1/invoices/create_preview', preview.shape, createPreview),
]

/** `subscriptions.update`: each parameter as a change of the object. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { needId } from '../kernel/reference.ts'
import { mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { changeItems, type Changed } from '../life/changing.ts'
import { replaceDiscounts } from '../life/discounts.ts'
import { methodOfCustomer } from '../life/methods.ts'
import { checkLocation } from '../life/pricing.ts'
import type { Change } from '../life/prorating.ts'
import { endTrialNow } from '../life/renewing.ts'
import { incompleteError, remindOfTrial } from '../life/starting.ts'
import { changeSubscription, periodEnd, scheduleEnd } from '../life/subscriptions.ts'
import { automaticTax } from '../objects/subscription.ts'
import { itemsAfter } from './subscription-items.ts'
import type { Update } from './subscription-params.ts'

type Subscription = Stripe.Subscription
type Patch = Partial<Subscription>

/** Changes a subscription. One that has ended takes metadata only, as with Stripe. */
export function updateSubscription(world: World, id: string, params: Update): Subscription {
  const subscription = need(world, 'subscription', id)
  const over = subscription.status === 'canceled' || subscription.status === 'incomplete_expired'
  const allowed = new Set(['metadata', 'expand', 'cancellation_details'])
  if (over && Object.keys(params).some((name) => !allowed.has(name)))
    throw invalid(
      'A canceled subscription can only update its cancellation_details and metadata.',
      { code: 'invalid_canceled_subscription_fields' },
    )
  refuseMixed(params)
  const patch = {
    ...plain(world, subscription, params),
    ...trialPatch(world, subscription, params),
    ...endPatch(world, subscription, params),
    ...soldPatch(world, subscription, params),
  }
  const change = changeAsked(world, subscription, params)
  const changed = change
    ? paidFor(
        changeItems(world, subscription, change, patch, params.payment_behavior ?? usual),
        params,
      )
    : changeSubscription(world, subscription, patch)
  if (params.trial_end !== 'now') return changed
  endTrialNow(world, changed)
  return need(world, 'subscription', id)
}

const usual = 'allow_incomplete'

/** What may be said together with a change that waits for its payment. */
const MAY_WAIT = new Set([
  'billing_cycle_anchor',
  'expand',
  'items',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
])

function refuseMixed(params: Update): void {
  if (params.payment_behavior !== 'pending_if_incomplete') return
  const other = Object.keys(params).find((name) => !MAY_WAIT.has(name))
  if (other !== undefined)
    throw invalid(
      `When \`payment_behavior\` is set to \`pending_if_incomplete\`, you can only pass parameters that pending updates support, and \`${other}\` is not one of them.`,
      { param: other },
    )
}

/** The change of items or of the cycle that a request asks for; null for none. */
export function changeAsked(
  world: World,
  subscription: Subscription,
  params: Pick<Update, 'billing_cycle_anchor' | 'items' | 'proration_behavior' | 'proration_date'>,
): Change | null {
  const restart = params.billing_cycle_anchor?.type === 'now'
  if (!params.items && !restart) return null
  if (subscription.status === 'incomplete')
    throw invalid(
      'This subscription is incomplete: its items can be changed when its first invoice has been paid.',
      { param: 'items' },
    )
  if (restart && subscription.status === 'trialing')
    throw invalid(
      'You cannot set `billing_cycle_anchor` to `now` while the subscription is trialing. End the trial with `trial_end` instead.',
      { param: 'billing_cycle_anchor' },
    )
  const date = params.proration_date ?? null
  if (date !== null) checkDate(subscription, date)
  return {
    items: itemsAfter(world, subscription, params.items ?? []),
    behavior: params.proration_behavior ?? 'create_prorations',
    date,
    restart,
  }
}

function checkDate(subscription: Subscription, date: number): void {
  const [first] = subscription.items.data
  if (first && date >= first.current_period_start && date < periodEnd(subscription)) return
  throw invalid('The `proration_date` must be within the current period of the subscription.', {
    param: 'proration_date',
  })
}

/** With `error_if_incomplete` a change that was not paid has not happened. */
function paidFor({ subscription, collection }: Changed, params: Update): Subscription {
  if (params.payment_behavior === 'error_if_incomplete' && collection?.kind === 'failed')
    throw incompleteError(collection.outcome)
  return subscription
}

function plain(world: World, subscription: Subscription, params: Update): Patch {
  const { default_payment_method: given, description, pause_collection: pause } = params
  const customer = needId(subscription.customer)
  const method = given && methodOfCustomer(world, given, customer, 'default_payment_method')
  return {
    metadata: mergeMetadata(subscription.metadata, params.metadata),
    ...(method === undefined ? {} : { default_payment_method: method }),
    ...(description === undefined ? {} : { description }),
    ...(params.collection_method ? { collection_method: params.collection_method } : {}),
    ...(params.days_until_due === undefined ? {} : { days_until_due: params.days_until_due }),
    ...(params.trial_settings
      ? {
          trial_settings: {
            end_behavior: { billing_cycle_anchor: null, ...params.trial_settings.end_behavior },
          },
        }
      : {}),
    ...(pause === undefined
      ? {}
      : {
          pause_collection:
            pause === ''
              ? null
              : { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null },
        }),
  }
}

/** What is given off from the next invoice on, and whether that one is taxed. */
function soldPatch(
  world: World,
  subscription: Subscription,
  { automatic_tax: tax, discounts }: Update,
): Patch {
  if (tax?.enabled) checkLocation(world, needId(subscription.customer))
  return {
    ...(tax === undefined ? {} : { automatic_tax: automaticTax(tax.enabled) }),
    ...(discounts === undefined
      ? {}
      : { discounts: replaceDiscounts(world, subscription, discounts) }),
  }
}

/** When it shall end: by `cancel_at`, by the end of its period, or not any more. */
function endPatch(world: World, subscription: Subscription, params: Update): Patch {
  const { cancel_at: at, cancel_at_period_end: byPeriod } = params
  if (at !== undefined && at !== '' && byPeriod)
    throw invalid(
      'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
      {
        code: 'parameters_exclusive',
      },
    )
  const said = params.cancellation_details ?? {}
  const end = (moment: number, period: boolean) =>
    scheduleEnd(world, subscription, { at: moment, byPeriod: period }, said)
  if (byPeriod) return end(periodEnd(subscription), true)
  if (at === '') return scheduleEnd(world, subscription, null)
  if (at === 'max_period_end' || at === 'min_period_end') return end(periodEnd(subscription), false)
  if (at !== undefined) {
    if (at <= now(world, needId(subscription.customer)))
      throw invalid('The subscription cannot be canceled in the past.', { param: 'cancel_at' })
    return end(at, false)
  }
  // What the portal scheduled is a `cancel_at` alone; this parameter does not undo it.
  return byPeriod === false && subscription.cancel_at_period_end
    ? scheduleEnd(world, subscription, null)
    : {}
}

function trialPatch(world: World, subscription: Subscription, { trial_end: given }: Update): Patch {
  if (given === undefined) return {}
  const customer = needId(subscription.customer)
  const moment = now(world, customer)
  const end = given === 'now' ? moment : given
  if (end < moment)
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', {
      param: 'trial_end',
    })
  world.store.remove('trial_notice', subscription.id)
  if (given !== 'now') remindOfTrial(world, customer, subscription.id, end)
  return {
    status: 'trialing',
    trial_end: end,
    trial_start: subscription.trial_start ?? moment,
    billing_cycle_anchor: end,
    items: withPeriod(subscription, subscription.trial_start ?? moment, end),
  }
}

/** Its items with all their periods from `start` to `end`. */
export function withPeriod(
  { items }: Subscription,
  start: number,
  end: number,
): Stripe.ApiList<Stripe.SubscriptionItem> {
  const data = items.data.map((item) => ({
    ...item,
    current_period_start: start,
    current_period_end: end,
  }))
  return { ...items, data }
}

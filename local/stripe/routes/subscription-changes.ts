/** `subscriptions.update`: each parameter as a change of the object. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { needId } from '../kernel/reference.ts'
import { mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { methodOfCustomer } from '../life/methods.ts'
import { nextBoundary } from '../life/periods.ts'
import { endTrialNow } from '../life/renewing.ts'
import { cycleOf, remindOfTrial } from '../life/starting.ts'
import { changeSubscription, periodEnd, scheduleEnd } from '../life/subscriptions.ts'
import { planOf } from '../objects/catalog.ts'
import { buildItem } from '../objects/subscription.ts'
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
  const changed = changeSubscription(world, subscription, {
    ...plain(world, subscription, params),
    ...itemsPatch(world, subscription, params),
    ...trialPatch(world, subscription, params),
    ...endPatch(world, subscription, params),
  })
  if (params.trial_end !== 'now') return changed
  endTrialNow(world, changed)
  return need(world, 'subscription', id)
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

function withPeriod(
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

/** Another price or quantity counts from the next period on: nothing is prorated here. */
function itemsPatch(world: World, subscription: Subscription, params: Update): Patch {
  if (!params.items) return {}
  const [first] = subscription.items.data
  if (!first) return {}
  const period = { start: first.current_period_start, end: first.current_period_end }
  let data = subscription.items.data
  for (const { id, price: priceId, quantity, deleted } of params.items) {
    const price = priceId === undefined ? null : need(world, 'price', priceId, 'items[0][price]')
    if (price) nextBoundary(period.start, cycleOf(price), period.start)
    const held = data.find((item) => item.id === id)
    if (id !== undefined && !held)
      throw invalid(`No such subscription item: '${id}'`, {
        code: 'resource_missing',
        param: 'items[0][id]',
      })
    if (deleted) data = data.filter((item) => item !== held)
    else if (held)
      data = data.map((item) =>
        item === held
          ? {
              ...item,
              quantity: quantity ?? item.quantity ?? 1,
              ...(price ? { price, plan: planOf(price) } : {}),
            }
          : item,
      )
    else if (price) {
      const created = now(world, needId(subscription.customer))
      const added = buildItem(
        subscription.id,
        { price, quantity: quantity ?? 1 },
        { created, period },
      )
      data = [...data, added]
    }
  }
  return { items: { ...subscription.items, data } }
}

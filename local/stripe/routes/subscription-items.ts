/** The items of a subscription as a request wants them. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { needId } from '../kernel/reference.ts'
import { mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { sameCycle } from '../life/prorating.ts'
import { cycleOf } from '../life/starting.ts'
import { planOf } from '../objects/catalog.ts'
import { buildItem } from '../objects/subscription.ts'
import type { ItemUpdate } from './subscription-params.ts'

type Item = Stripe.SubscriptionItem

/** The items after a change, in the period they have now. Those that are not named stay. */
export function itemsAfter(
  world: World,
  subscription: Stripe.Subscription,
  given: readonly ItemUpdate[],
): Item[] {
  const after = given.reduce(
    (items, update, at) => withItem(world, subscription, items, update, at),
    subscription.items.data,
  )
  const [first] = after
  if (!first) throw invalid('A subscription must have at least one item.', { param: 'items' })
  const cycle = cycleOf(first.price)
  if (after.some(({ price }) => !sameCycle(cycle, cycleOf(price))))
    throw invalid('Currency and interval fields must match across all plans on this subscription.')
  return after
}

function withItem(
  world: World,
  subscription: Stripe.Subscription,
  items: Item[],
  update: ItemUpdate,
  at: number,
): Item[] {
  const price = update.price === undefined ? null : priceFor(world, subscription, update.price, at)
  if (update.id === undefined) {
    if (price === null)
      throw invalid(`Missing required param: items[${at}][price].`, {
        code: 'parameter_missing',
        param: `items[${at}][price]`,
      })
    return [...items, newItem(world, subscription, price, update)]
  }
  const held = items.find(({ id }) => id === update.id)
  if (!held)
    throw invalid(`No such subscription item: '${update.id}'`, {
      code: 'resource_missing',
      param: `items[${at}][id]`,
    })
  if (update.deleted) return items.filter((item) => item !== held)
  const changed: Item = {
    ...held,
    metadata: mergeMetadata(held.metadata, update.metadata),
    // Another price begins with one of it, unless the request says how many.
    quantity: update.quantity ?? (price && price.id !== held.price.id ? 1 : (held.quantity ?? 1)),
    ...(price ? { price, plan: planOf(price) } : {}),
  }
  return items.map((item) => (item === held ? changed : item))
}

function newItem(
  world: World,
  subscription: Stripe.Subscription,
  price: Stripe.Price,
  { metadata, quantity }: ItemUpdate,
): Item {
  const [first] = subscription.items.data
  const created = now(world, needId(subscription.customer))
  const period = {
    start: first?.current_period_start ?? created,
    end: first?.current_period_end ?? created,
  }
  const item = buildItem(subscription.id, { price, quantity: quantity ?? 1 }, { created, period })
  return { ...item, metadata: mergeMetadata(null, metadata) }
}

/** An active, recurring price in the currency of the subscription. */
function priceFor(
  world: World,
  subscription: Stripe.Subscription,
  id: string,
  at: number,
): Stripe.Price {
  const param = `items[${at}][price]`
  const price = need(world, 'price', id, param)
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', {
      param,
    })
  cycleOf(price)
  if (price.currency !== subscription.currency)
    throw invalid(
      `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`,
      { param },
    )
  return price
}

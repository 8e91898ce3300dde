/**
 * Objects of older versions of Stripe's API, made like today's. The account's own version, an endpoint
 * made years ago or a server in between may send them; what they say must not be lost for being
 * said in another place. Today's objects come out as they went in.
 */
import { z } from 'zod'
import { log } from '#lib/log.ts'
import type { Stripe } from './gateway.ts'

const plan = z.looseObject({
  id: z.string(),
  product: z.unknown().optional(),
  amount: z.number().nullish(),
  interval: z.string().nullish(),
})
const olderSubscription = z.looseObject({
  items: z.looseObject({ data: z.array(z.looseObject({ plan: plan.nullish() })) }).nullish(),
  current_period_start: z.number().nullish(),
  current_period_end: z.number().nullish(),
  plan: plan.nullish(),
  quantity: z.number().nullish(),
})
const olderInvoice = z.looseObject({ subscription: z.unknown().optional() })

type Older = z.infer<typeof olderSubscription>
type OlderItem = NonNullable<Older['items']>['data'][number]

/** What was read may be typed as it is today once its old places have been moved. */
const subscriptionOfToday = z.custom<Stripe.Subscription>()
const invoiceOfToday = z.custom<Stripe.Invoice>()

/** Until 2025 the period stood on the subscription, until 2020 what is bought was a plan and no price. */
export function modernSubscription(subscription: Stripe.Subscription): Stripe.Subscription {
  const sent = olderSubscription.parse(subscription)
  const items =
    sent.items?.data ?? (sent.plan ? [{ plan: sent.plan, quantity: sent.quantity }] : [])
  const isOlder =
    sent.items === undefined ||
    items.some((item) => item.current_period_end === undefined || item.price === undefined)
  if (!isOlder || items.length === 0) return subscription
  noteOnce()
  const data = items.map((item) => modernItem(item, sent))
  return subscriptionOfToday.parse({ ...sent, items: { ...sent.items, object: 'list', data } })
}

function modernItem(item: OlderItem, sent: Older) {
  const { plan: bought } = item
  return {
    current_period_start: sent.current_period_start,
    current_period_end: sent.current_period_end,
    ...(bought
      ? {
          price: {
            id: bought.id,
            product: bought.product,
            unit_amount: bought.amount,
            recurring: { interval: bought.interval },
          },
        }
      : {}),
    ...item,
  }
}

/** Until 2025 an invoice named its subscription itself. */
export function modernInvoice(invoice: Stripe.Invoice): Stripe.Invoice {
  const { subscription } = olderInvoice.parse(invoice)
  if (!subscription || invoice.parent) return invoice
  return invoiceOfToday.parse({ ...invoice, parent: { subscription_details: { subscription } } })
}

const noted = { already: false }

/** Once: it is said for the operator, and would be said at every reading of every such subscription. */
function noteOnce(): void {
  if (noted.already) return
  noted.already = true
  log().warn(
    'Stripe sends subscriptions of an older version of its API; they are read all the same',
  )
}

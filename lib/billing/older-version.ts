/**
 * Objects of older versions of Stripe's API, made like today's. The account's own version, an endpoint
 * made years ago or a server in between may send them; what they say must not be lost for being
 * said in another place. Today's objects come out as they went in.
 */
import { z } from 'zod'
import type { Stripe } from './gateway.ts'
import { idOf } from './reference.ts'

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
const reference = z.union([z.string(), z.looseObject({ id: z.string() })])
const olderInvoice = z.looseObject({ subscription: reference.nullish() })

type Older = z.infer<typeof olderSubscription>
type OlderItem = NonNullable<Older['items']>['data'][number]

/** What was read may be typed as it is today once its old places have been moved. */
const subscriptionOfToday = z.custom<Stripe.Subscription>()
const invoiceOfToday = z.custom<Stripe.Invoice>()

/** Until 2025 the period stood on the subscription, until 2020 what is bought was a plan and no price. */
export function modernSubscription(subscription: Stripe.Subscription): Stripe.Subscription {
  const sent = olderSubscription.parse(subscription)
  const items = itemsOf(sent)
  if (!isOlder(sent) || items.length === 0) return subscription
  const data = items.map((item) => modernItem(item, sent))
  return subscriptionOfToday.parse({ ...sent, items: { ...sent.items, object: 'list', data } })
}

const itemsOf = (sent: Older) =>
  sent.items?.data ?? (sent.plan ? [{ plan: sent.plan, quantity: sent.quantity }] : [])

const isOlder = (sent: Older) =>
  sent.items === undefined ||
  itemsOf(sent).some((item) => item.current_period_end === undefined || item.price === undefined)

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
  const subscription = namedByInvoice(invoice)
  if (subscription === null) return invoice
  return invoiceOfToday.parse({ ...invoice, parent: { subscription_details: { subscription } } })
}

function namedByInvoice(invoice: Stripe.Invoice): z.infer<typeof reference> | null {
  if (invoice.parent) return null
  return olderInvoice.safeParse(invoice).data?.subscription ?? null
}

/** Which subscriptions are described, or named by an invoice, as today's version of the API does not. */
export function olderSubscriptions(
  subscriptions: Stripe.Subscription[],
  invoices: Stripe.Invoice[],
): Set<string> {
  const described = subscriptions.filter((one) => isOlder(olderSubscription.parse(one)))
  const named = invoices.map(namedByInvoice).filter((one) => one !== null)
  return new Set([...described.map(({ id }) => id), ...named.map(idOf)].filter((id) => id !== null))
}

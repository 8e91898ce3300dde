/** Compares what our invoices say is due with the prices less what is given off, by arithmetic of its own. */
import { z } from 'zod'
import { idIn } from '../../../../local/stripe/testing/start.ts'
import { givenOff } from './coupons.ts'
import type { Told } from './courier.ts'
import type { Month } from './month.ts'

const discountShape = z.object({
  object: z.literal('discount'),
  id: z.string(),
  subscription: z.string(),
  start: z.number(),
  end: z.number().nullable(),
  source: z.object({ coupon: z.string() }),
})
/** `until` is when it was over: its months, its one payment, or somebody's wish. */
type Discount = z.infer<typeof discountShape> & { until: number }

/** Invoices of whole periods, without credit from earlier, that do not cost what they should. */
export async function verifyDiscounts(month: Month, history: Told[]): Promise<string[]> {
  const discounts = discountsIn(history)
  const rows = await month.database.owner`select id, amount_due, currency from invoice`
  const ours = new Map(rows.map(({ id, amount_due }) => [String(id), Number(amount_due)]))
  const wrong: string[] = []
  for await (const invoice of month.stripe.invoices.list({ limit: 100 })) {
    const held = ours.get(invoice.id)
    if (held === undefined || invoice.starting_balance !== 0 || !isOfPeriods(invoice)) continue
    const list = invoice.lines.data.reduce((sum, { amount }) => sum + amount, 0)
    const of = idIn(invoice.parent?.subscription_details?.subscription)
    const off = discounts
      .filter((one) => one.subscription === of)
      .filter(({ start, until }) => start <= invoice.created && invoice.created <= until)
      .reduce((sum, { source }) => sum + givenOff(source.coupon, list - sum), 0)
    if (off > 0) month.tally.count('invoices with something off')
    month.tally.count(`given off in ${invoice.currency}, minor units`, off)
    if (held !== list - off)
      wrong.push(`Invoice ${invoice.id} of ${list} less ${off} is ${held} with us.`)
  }
  return wrong
}

/** Whether it bills whole periods at the price, and no part of one. */
function isOfPeriods({ billing_reason }: { billing_reason: string | null }): boolean {
  return billing_reason === 'subscription_create' || billing_reason === 'subscription_cycle'
}

function discountsIn(history: Told[]): Discount[] {
  const all = new Map<string, Discount>()
  for (const { type, created, data } of history) {
    const parsed = discountShape.safeParse(data.object)
    if (!parsed.success) continue
    const { id, end } = parsed.data
    if (type === 'customer.discount.created')
      all.set(id, { ...parsed.data, until: end === null ? Infinity : end - 1 })
    else all.set(id, { ...parsed.data, until: Math.min(all.get(id)?.until ?? Infinity, created) })
  }
  return [...all.values()]
}

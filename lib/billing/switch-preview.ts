import { SECOND } from '#lib/clock.ts'
import type { Plan } from '#lib/plans.ts'
import { demand, type Stripe, type StripeGateway } from './gateway.ts'
import type { SellablePlan } from './our-plan.ts'
import type { Current } from './switchable.ts'

/** What a change of plan costs if it is made as of `at`. Amounts are in minor units of `currency`. */
export type SwitchPreview = {
  plan: Plan
  at: Date
  currency: string
  /** The new plan's price for its first period, or what is left of the present one. */
  charge: number
  /** For what is unused of the present plan. */
  credit: number
  discount: number
  tax: number
  /** Taken from credit of earlier, or, below zero, owed from earlier. */
  fromBalance: number
  /** What is taken from the card now. */
  due: number
  /** Credit that is left after it, for the payments to come. */
  creditLeft: number
  renewsAt: Date
  /** The next regular payment, before credit. */
  renewsFor: number
  /** It is still free; the change costs nothing now. */
  trialing: boolean
}

/** Tells whether two previews ask the same money for the same thing. A form sends back which one it showed. */
export function priceTag({ due, creditLeft, renewsFor, currency }: SwitchPreview): string {
  return [due, creditLeft, renewsFor, currency].join('-')
}

/**
 * Asks Stripe what changing to another plan would cost as of `at`; nothing is changed. Throws
 * `StripeUnavailable`.
 */
export async function askForPreview(
  { client }: StripeGateway,
  current: Current,
  offer: SellablePlan,
  at: Date,
): Promise<SwitchPreview> {
  const { customerId: customer, subscriptionId: subscription } = current
  const items = [{ id: current.itemId, price: offer.priceId }]
  const [regular, now] = await Promise.all([
    demand('invoice', () =>
      client.invoices.createPreview({
        customer,
        subscription,
        preview_mode: 'recurring',
        subscription_details: { items },
      }),
    ),
    // In a trial nothing is invoiced, and Stripe would answer with the invoice at its end.
    current.trialing
      ? null
      : demand('invoice', () =>
          client.invoices.createPreview({
            customer,
            subscription,
            subscription_details: { items, ...prorationAsOf(at) },
          }),
        ),
  ])
  const { plan, currency } = offer
  const { trialing } = current
  const whole = { plan, at, currency, renewsFor: regular.total, trialing }
  return now === null
    ? { ...whole, ...nothingNow(current) }
    : { ...whole, ...moneyIn(now, current) }
}

/** How a change is prorated: exactly as it was shown, and paid at once. */
export function prorationAsOf(at: Date) {
  return {
    proration_behavior: 'always_invoice',
    proration_date: Math.floor(at.getTime() / SECOND),
  } as const
}

const nothingNow = ({ renewsAt }: Current) => ({
  charge: 0,
  credit: 0,
  discount: 0,
  tax: 0,
  fromBalance: 0,
  due: 0,
  creditLeft: 0,
  renewsAt,
})

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

function moneyIn(invoice: Stripe.Invoice, { renewsAt }: Current) {
  const { subtotal, total, amount_due: due, starting_balance: balance } = invoice
  const lines = invoice.lines.data
  const credit = -sum(lines.map(({ amount }) => Math.min(amount, 0)))
  const discount = sum((invoice.total_discount_amounts ?? []).map(({ amount }) => amount))
  // What is charged runs to the next renewal; what is credited ends where the old period did.
  const ends = lines.filter(({ amount }) => amount > 0).map(({ period }) => period.end * SECOND)
  return {
    charge: subtotal + credit,
    credit,
    discount,
    tax: total - subtotal + discount,
    fromBalance: Math.max(total, 0) - due,
    due,
    // A balance below zero is the customer's credit.
    creditLeft: Math.max(0, -(balance + total)),
    renewsAt: ends.length > 0 ? new Date(Math.max(...ends)) : renewsAt,
  }
}

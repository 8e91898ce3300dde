import { askAll, type Stripe, type StripeGateway } from './gateway.ts'
import { idOf } from './reference.ts'

/** A payment for a subscription, and what of it can still be given back. Amounts in minor units. */
export type RefundablePayment = {
  paymentIntentId: string
  invoiceNumber: string | null
  paidAt: Date
  /** What is left of it: 0 when all was given back. */
  amount: number
  currency: string
  /** The bank has it: a refund beside an open dispute would pay twice. */
  disputed: boolean
}

/**
 * The payments for one subscription, the newest first, as Stripe says now.
 * A charge does not name its invoice: the way leads through the invoice's payments.
 * Throws `StripeUnavailable`.
 */
export async function refundablePayments(
  { client }: StripeGateway,
  customer: string,
  subscription: string,
): Promise<RefundablePayment[]> {
  const [invoices, charges] = await Promise.all([
    askAll('invoice', () =>
      client.invoices.list({
        customer,
        subscription,
        status: 'paid',
        limit: 100,
        expand: ['data.payments'],
      }),
    ),
    askAll('charge', () => client.charges.list({ customer, limit: 100 })),
  ])
  return invoices
    .flatMap((invoice) =>
      (invoice.payments?.data ?? []).map((payment) => ({
        invoice,
        intent: idOf(payment.payment.payment_intent),
      })),
    )
    .flatMap(({ invoice, intent }) =>
      charges
        .filter((charge) => intent !== null && idOf(charge.payment_intent) === intent)
        .map((charge) => toPayment(charge, invoice)),
    )
    .filter((payment) => payment !== null)
    .toSorted((a, b) => b.paidAt.getTime() - a.paidAt.getTime())
}

function toPayment(charge: Stripe.Charge, invoice: Stripe.Invoice): RefundablePayment | null {
  const paymentIntentId = idOf(charge.payment_intent)
  if (charge.status !== 'succeeded' || paymentIntentId === null) return null
  return {
    paymentIntentId,
    invoiceNumber: invoice.number ?? null,
    paidAt: new Date(charge.created * 1000),
    amount: charge.amount_captured - charge.amount_refunded,
    currency: charge.currency,
    disputed: charge.disputed,
  }
}

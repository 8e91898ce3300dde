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
  /** The bank has it, or decides about it: a refund beside that would pay twice. */
  disputed: boolean
}

/**
 * The payments for one subscription, the newest first, as Stripe says now.
 * A charge does not name its invoice: the way leads through the invoice's payments.
 * Throws `StripeUnavailable`.
 */
export async function refundablePayments(
  stripe: StripeGateway,
  customer: string,
  subscription: string,
): Promise<RefundablePayment[]> {
  const { client } = stripe
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
  const found = invoices
    .flatMap((invoice) =>
      (invoice.payments?.data ?? []).map((payment) => ({
        invoice,
        intent: idOf(payment.payment.payment_intent),
      })),
    )
    .flatMap(({ invoice, intent }) =>
      charges
        .filter((charge) => intent !== null && idOf(charge.payment_intent) === intent)
        .map((charge) => toPayment(stripe, charge, invoice.number ?? null)),
    )
  return (await Promise.all(found))
    .filter((payment) => payment !== null)
    .toSorted((a, b) => b.paidAt.getTime() - a.paidAt.getTime())
}

/** One payment of whatever kind, and whose it is; null when it was not made. Throws `StripeUnavailable`. */
export async function refundablePayment(
  stripe: StripeGateway,
  paymentIntentId: string,
): Promise<{ customerId: string | null; payment: RefundablePayment } | null> {
  const charges = await askAll('charge', () =>
    stripe.client.charges.list({ payment_intent: paymentIntentId, limit: 100 }),
  )
  const charge = charges.find(({ status }) => status === 'succeeded')
  if (!charge || idOf(charge.payment_intent) !== paymentIntentId) return null
  const payment = await toPayment(stripe, charge, null)
  return payment && { customerId: idOf(charge.customer), payment }
}

async function toPayment(
  stripe: StripeGateway,
  charge: Stripe.Charge,
  invoiceNumber: string | null,
): Promise<RefundablePayment | null> {
  const paymentIntentId = idOf(charge.payment_intent)
  if (charge.status !== 'succeeded' || paymentIntentId === null) return null
  return {
    paymentIntentId,
    invoiceNumber,
    paidAt: new Date(charge.created * 1000),
    amount: charge.amount_captured - charge.amount_refunded,
    currency: charge.currency,
    disputed: charge.disputed && (await bankHas(stripe, charge)),
  }
}

/** With these the bank has left the money with us, and it may be given back. */
const leftWithUs = new Set(['won', 'prevented', 'warning_closed'])

/** Whether the bank has, or decides about, a payment. A charge is called disputed for ever, also when we won. */
async function bankHas({ client }: StripeGateway, { id }: Stripe.Charge): Promise<boolean> {
  const disputes = await askAll('dispute', () => client.disputes.list({ charge: id, limit: 100 }))
  return disputes.some(({ status }) => !leftWithUs.has(status))
}

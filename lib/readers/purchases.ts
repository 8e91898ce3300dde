import type { AppDatabase } from '#db/client.ts'
import type { InvoiceRow } from '#db/queries/billing.ts'
import { invoicesOfReader, refundsOfReader } from '#db/queries/payments.ts'
import { publication } from '#lib/publication.ts'

/** An invoice as the person concerned sees it. Amounts are in minor units. */
export type Payment = {
  id: string
  at: Date
  number: string | null
  /** "Subscription, 12 March to 12 April 2027" without the dates, which are beside it. */
  what: string
  /** What it pays for; null for what is no subscription, such as a gift. */
  period: { start: Date; end: Date } | null
  amount: number
  currency: string
  state: PaymentState
  /** What was given back of it. */
  refunded: number
  /** Its page at Stripe, with the receipt once it is paid. */
  url: string | null
  pdfUrl: string | null
}

export type PaymentState = 'paid' | 'open' | 'refunded' | 'void' | 'uncollectible' | 'unknown'

/** More invoices than anybody has: forty years of months. */
const ALL = 500

const reasons: Record<string, string> = {
  subscription_create: 'Subscription, first payment',
  subscription_cycle: 'Subscription',
  subscription_update: 'Change of subscription',
  subscription: 'Subscription',
  manual: 'Purchase',
}

/** A reader's invoices as we hold them, the newest first; drafts are not for people. */
export async function readerPayments(db: AppDatabase, readerId: string): Promise<Payment[]> {
  const [invoices, refunds] = await Promise.all([
    invoicesOfReader(db, readerId, ALL),
    refundsOfReader(db, readerId),
  ])
  const refundOf = (id: string) =>
    refunds.filter(({ invoiceId }) => invoiceId === id).reduce((sum, one) => sum + one.amount, 0)
  return invoices
    .filter(({ status }) => status !== 'draft')
    .map((invoice) => toPayment(invoice, refundOf(invoice.id)))
}

function toPayment(invoice: InvoiceRow, refunded: number): Payment {
  const paid = invoice.status === 'paid'
  return {
    id: invoice.id,
    at: invoice.paidAt ?? invoice.createdAt,
    number: invoice.number,
    what: reasons[invoice.billingReason ?? ''] ?? 'Payment',
    period:
      invoice.subscriptionId === null
        ? null
        : { start: invoice.periodStart, end: invoice.periodEnd },
    amount: paid ? invoice.amountPaid : invoice.amountDue,
    currency: invoice.currency,
    state: paid && refunded > 0 ? 'refunded' : stateOf(invoice.status),
    refunded,
    url: invoice.hostedUrl,
    pdfUrl: invoice.pdfUrl,
  }
}

const states = ['paid', 'open', 'void', 'uncollectible'] as const

/** A state that Stripe may add is shown as none. */
function stateOf(status: string | null): PaymentState {
  return states.find((one) => one === status) ?? 'unknown'
}

const yearOf = new Intl.DateTimeFormat(publication.locale, {
  year: 'numeric',
  timeZone: publication.timeZone,
})

/** The year of a payment where the publication is. */
export function yearOfPayment({ at }: Payment): number {
  return Number(yearOf.format(at))
}

/**
 * The payments of the year that was asked for, or of the newest that has some, and every year that
 * has. What was asked for is text out of an address: anything else than a year there is means the newest.
 */
export function paymentsByYear(
  payments: Payment[],
  asked: string | null,
): { year: number | null; years: number[]; payments: Payment[] } {
  const years = [...new Set(payments.map(yearOfPayment))].toSorted((a, b) => b - a)
  const year = years.find((one) => String(one) === asked) ?? years[0] ?? null
  return { year, years, payments: payments.filter((one) => yearOfPayment(one) === year) }
}

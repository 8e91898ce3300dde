import type { AppDatabase } from '#db/client.ts'
import {
  customerOfReader,
  invoicesOfCustomer,
  subscriptionsOfCustomer,
} from '#db/queries/billing.ts'
import { formatMoney } from '#lib/publication.ts'

/** An invoice as the person concerned sees it. Amounts are in minor units. */
export type Payment = {
  id: string
  at: Date
  amount: number
  currency: string
  state: string
  number: string | null
  url: string | null
}

/** What somebody bought, for their own account page. */
export type Purchases = {
  /** Whether there is anything to manage at Stripe. */
  isCustomer: boolean
  /** Price and rhythm of the newest subscription that is not over, in words. */
  subscription: string | null
  /** A subscription that is not over and so must be mended, not bought a second time. */
  blocksAnother: boolean
  payments: Payment[]
}

/** Invoices shown on the account page: two years of months. */
const SHOWN = 24

const over = new Set(['canceled', 'incomplete_expired'])

const states: Record<string, string> = {
  paid: 'paid',
  open: 'not paid yet',
  void: 'canceled',
  uncollectible: 'given up',
}

/** Reads what a reader bought, as we hold it. */
export async function readerPurchases(db: AppDatabase, readerId: string): Promise<Purchases> {
  const customer = await customerOfReader(db, readerId)
  if (!customer)
    return { isCustomer: false, subscription: null, blocksAnother: false, payments: [] }
  const [subscriptions, invoices] = await Promise.all([
    subscriptionsOfCustomer(db, customer.customerId),
    invoicesOfCustomer(db, customer.customerId, SHOWN),
  ])
  const current = subscriptions.find(
    (one) => one.ours && one.vanishedAt === null && !over.has(one.status),
  )
  return {
    isCustomer: true,
    subscription: current ? priceInWords(current) : null,
    blocksAnother: current !== undefined,
    payments: invoices
      .filter(({ status }) => status !== 'draft')
      .map((invoice) => ({
        id: invoice.id,
        at: invoice.paidAt ?? invoice.createdAt,
        amount: invoice.status === 'paid' ? invoice.amountPaid : invoice.amountDue,
        currency: invoice.currency,
        state: states[invoice.status ?? ''] ?? invoice.status ?? 'unknown',
        number: invoice.number,
        url: invoice.hostedUrl,
      })),
  }
}

function priceInWords(subscription: {
  unitAmount: number | null
  quantity: number | null
  currency: string
  interval: string | null
}): string | null {
  const { unitAmount, quantity, currency, interval } = subscription
  if (unitAmount === null) return null
  const price = formatMoney(unitAmount * (quantity ?? 1), currency)
  return interval ? `${price} a ${interval}` : price
}

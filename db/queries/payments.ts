import { desc, eq, gt, and, inArray } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { charge, invoice, stripeCustomer } from '../schema/money.ts'
import type { InvoiceRow } from './billing.ts'

/** The card on file of a customer, or null when there is none that is a card. */
export async function cardOfCustomer(db: AppQueryable, customerId: string) {
  const [found] = await db
    .select({
      brand: stripeCustomer.cardBrand,
      last4: stripeCustomer.cardLast4,
      expMonth: stripeCustomer.cardExpMonth,
      expYear: stripeCustomer.cardExpYear,
    })
    .from(stripeCustomer)
    .where(eq(stripeCustomer.customerId, customerId))
  const { brand, last4, expMonth, expYear } = found ?? {}
  return brand && last4 && expMonth && expYear ? { brand, last4, expMonth, expYear } : null
}

/** The invoices of every customer that a reader is or was linked to, the newest first. */
export async function invoicesOfReader(
  db: AppQueryable,
  readerId: string,
  limit: number,
): Promise<InvoiceRow[]> {
  return db
    .select()
    .from(invoice)
    .where(inArray(invoice.customerId, customersOf(db, readerId)))
    .orderBy(desc(invoice.createdAt))
    .limit(limit)
}

/** What was given back of a reader's payments, with the invoice that each had paid, if it is known. */
export async function refundsOfReader(db: AppQueryable, readerId: string) {
  return db
    .select({ invoiceId: charge.refundedInvoiceId, amount: charge.amountRefunded })
    .from(charge)
    .where(and(inArray(charge.customerId, customersOf(db, readerId)), gt(charge.amountRefunded, 0)))
}

function customersOf(db: AppQueryable, readerId: string) {
  return db
    .select({ id: stripeCustomer.customerId })
    .from(stripeCustomer)
    .where(eq(stripeCustomer.readerId, readerId))
}

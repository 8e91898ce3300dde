import type { AppDatabase } from '#db/client.ts'
import {
  customerOfReader,
  invoicesOfCustomer,
  subscriptionsOfCustomer,
} from '#db/queries/billing.ts'
import { log } from '#lib/log.ts'
import { ask, type StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'
import { openPortal, syncReader } from './reader.ts'

/** Where a reader mends a payment. */
export type WhereToPay =
  /** The page of the invoice that is open, or the portal's page for another card. */
  | { kind: 'invoice' | 'card'; url: string }
  /** They are no customer at Stripe. */
  | { kind: 'nothing' }
  | { kind: 'unavailable' }

type Setting = Parameters<typeof openPortal>[2] & Parameters<typeof syncReader>[2]

/**
 * The one way to mend a failed payment: what is open is paid where Stripe says now that it can be, the
 * oldest first; with nothing open, the card is what can be mended. No address that we hold is used.
 */
export async function whereToPay(
  db: AppDatabase,
  readerId: string,
  setting: Setting,
): Promise<WhereToPay> {
  const sync = await syncReader(db, readerId, setting)
  if (sync.kind === 'unavailable') return sync
  if (sync.kind === 'no_customer') return { kind: 'nothing' }
  try {
    const url = await openInvoicePage(db, readerId, setting.stripe)
    if (url) return { kind: 'invoice', url }
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ err: error }, 'the open invoice could not be read')
    return { kind: 'unavailable' }
  }
  const portal = await openPortal(db, readerId, setting, 'payment_method_update')
  if (portal.kind === 'open') return { kind: 'card', url: portal.url }
  return portal.kind === 'no_customer' ? { kind: 'nothing' } : portal
}

async function openInvoicePage(
  db: AppDatabase,
  readerId: string,
  { client }: StripeGateway,
): Promise<string | null> {
  const link = await customerOfReader(db, readerId)
  if (!link) return null
  const [subscriptions, invoices] = await Promise.all([
    subscriptionsOfCustomer(db, link.customerId),
    invoicesOfCustomer(db, link.customerId, 100),
  ])
  // What is open of a subscription that is over would buy nothing.
  const live = subscriptions
    .filter(({ ours, vanishedAt, endedAt }) => ours && vanishedAt === null && endedAt === null)
    .map(({ id }) => id)
  const open = invoices.filter(
    ({ status, amountRemaining, subscriptionId }) =>
      status === 'open' &&
      amountRemaining > 0 &&
      subscriptionId !== null &&
      live.includes(subscriptionId),
  )
  for (const { id } of open.toReversed()) {
    const invoice = await ask('invoice', () => client.invoices.retrieve(id))
    if (invoice?.status === 'open' && invoice.hosted_invoice_url) return invoice.hosted_invoice_url
  }
  return null
}

import type { AppDatabase } from '#db/client.ts'
import { customerOfReader, lastAttempt } from '#db/queries/billing.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { ask, type StripeGateway, wasRefused } from './gateway.ts'
import { isOutage } from './outage.ts'
import { syncCustomer } from './sync.ts'
import { within } from './within.ts'

/** What reading a reader's own customer anew came to. */
export type ReaderSync =
  | { kind: 'synced'; decision: AccessDecision }
  /** This reader is no customer of Stripe's. */
  | { kind: 'no_customer' }
  | { kind: 'unavailable' }

type Setting = { stripe: StripeGateway; priceId: string; now: Date }

/** Somebody waits on a page; the webhook will bring later what this does not bring in time. */
const PATIENCE = 9 * SECOND

/** Makes our copy of what this reader bought equal to Stripe's. For pages, staff and the terminal. */
export async function syncReader(
  db: AppDatabase,
  readerId: string,
  setting: Setting,
): Promise<ReaderSync> {
  const link = await customerOfReader(db, readerId)
  if (!link) return { kind: 'no_customer' }
  try {
    const outcome = await within(
      PATIENCE,
      db.transaction((tx) => syncCustomer(tx, link.customerId, setting)),
    )
    return outcome.kind === 'synced'
      ? { kind: 'synced', decision: outcome.decision }
      : { kind: 'no_customer' }
  } catch (error) {
    if (!isOutage(error)) throw error
    log().warn({ err: error }, 'reader could not be synced')
    return { kind: 'unavailable' }
  }
}

/** Where the reader was when they set out to subscribe last, or the front page. */
export async function whereSubscribingBegan(db: AppDatabase, readerId: string): Promise<string> {
  return (await lastAttempt(db, readerId))?.returnTo ?? '/'
}

/** Where a reader manages card, invoices and cancellation. */
export type PortalOutcome =
  | { kind: 'open'; url: string }
  | { kind: 'no_customer' }
  | { kind: 'unavailable' }

/** A page of the portal that does one thing and leads back. */
export type PortalFlow = (typeof portalFlows)[number]
export const portalFlows = ['payment_method_update', 'customer_update'] as const

/**
 * Opens Stripe's customer portal for the reader's own customer, and nobody else's: its first page, or
 * the page of one `flow`.
 */
export async function openPortal(
  db: AppDatabase,
  readerId: string,
  setting: { stripe: StripeGateway; siteUrl: URL; portalConfiguration?: string | null },
  flow: PortalFlow | null = null,
): Promise<PortalOutcome> {
  const link = await customerOfReader(db, readerId)
  if (!link) return { kind: 'no_customer' }
  const { stripe, siteUrl, portalConfiguration } = setting
  const back = new URL('/account/return', siteUrl).href
  const open = (configuration: string | null, page = flow) =>
    ask('billing_portal.session', () =>
      stripe.client.billingPortal.sessions.create({
        customer: link.customerId,
        return_url: back,
        ...(configuration ? { configuration } : {}),
        ...(page
          ? {
              flow_data: {
                type: page,
                after_completion: { type: 'redirect', redirect: { return_url: back } },
              },
            }
          : {}),
      }),
    )
  try {
    const session = await within(
      PATIENCE,
      open(portalConfiguration ?? null)
        .then((opened) =>
          // It may be the configuration that is gone: nobody is kept from cancelling by that.
          opened === null && portalConfiguration ? open(null) : opened,
        )
        .catch(async (error: unknown) => {
          // A page that the account's portal does not offer is refused: then its first page will do.
          if (flow === null || !wasRefused(error)) throw error
          return open(portalConfiguration ?? null, null)
        }),
    )
    // Deleted at Stripe, or of the mode we ran in before.
    if (session === null) return { kind: 'no_customer' }
    return { kind: 'open', url: session.url }
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ err: error }, 'portal could not be opened')
    return { kind: 'unavailable' }
  }
}

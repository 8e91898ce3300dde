import { mainPlan, plans } from '#lib/plans.ts'
import { publication } from '#lib/publication.ts'
import { ensureSiteEndpoint, isReachable, WEBHOOK_PATH } from './setup-endpoint.ts'
import { ensurePortal } from './setup-portal.ts'
import { ensurePrices } from './setup-prices.ts'
import type { Setup } from './setup-steps.ts'

/** The site that an account is set up for. */
export type Site = {
  /** Null when nobody said where readers will find it: then there is no webhook endpoint. */
  url: URL | null
  /** What STRIPE_PRICE_MONTHLY names, if it is set. */
  mainPrice: string | null
}

/** An account that is set up, or what is still to be done by hand. */
export type SetupOutcome = {
  /** To be set in the environment, by name. */
  variables: Record<string, string>
  /** What a person has to do or to know, in sentences. */
  notes: string[]
  /** Something cannot be used as it is, and the notes say what to do. */
  broken: boolean
}

/**
 * Makes what the site needs in a Stripe account, or brings it up to date: product and prices, the
 * customer portal, the webhook endpoint. Doing it twice changes nothing the second time. With
 * `rotate` the endpoint is made anew. Throws `StripeUnavailable`; doing it again goes on from there.
 */
export async function setUpAccount(
  setup: Setup,
  site: Site,
  { rotate }: { rotate: boolean },
): Promise<SetupOutcome> {
  const { prices } = await ensurePrices(setup, {
    name: publication.name,
    plans,
    mainPrice: site.mainPrice,
  })
  const portal = await ensurePortal(setup)
  const endpoint =
    site.url && isReachable(site.url)
      ? await ensureSiteEndpoint(setup, new URL(WEBHOOK_PATH, site.url).href, rotate)
      : null
  const mainPrice = prices.get(mainPlan.lookupKey)
  return {
    variables: {
      ...(mainPrice ? { STRIPE_PRICE_MONTHLY: mainPrice } : {}),
      ...(portal ? { STRIPE_PORTAL_CONFIGURATION: portal } : {}),
      ...(endpoint?.secret ? { STRIPE_WEBHOOK_SECRET: endpoint.secret } : {}),
    },
    notes: endpoint ? [...endpoint.notes, ...secretNote(endpoint)] : [noEndpoint(site.url)],
    broken: endpoint?.broken ?? false,
  }
}

function noEndpoint(url: URL | null): string {
  const why = url ? `Stripe cannot reach ${url.origin}` : 'SITE_URL is not set'
  return `${why}, so there is no webhook endpoint for it. Set SITE_URL to the address that readers see and run this again; to try it on this machine, "stripe listen --forward-to localhost:3000${WEBHOOK_PATH}" forwards events and prints a secret.`
}

function secretNote({ id, secret }: { id: string | null; secret: string | null }): string[] {
  if (id === null || secret !== null) return []
  return [
    `STRIPE_WEBHOOK_SECRET stays the one that was told when ${id} was made: Stripe does not tell it again. Lost? "npm run foldline -- billing setup --rotate" makes another endpoint.`,
  ]
}

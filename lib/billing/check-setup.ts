import { type Plan, plans } from '#lib/plans.ts'
import { SECOND } from '#lib/clock.ts'
import { formatMoney } from '#lib/format.ts'
import { log } from '#lib/log.ts'
import {
  ask,
  askAll,
  dateOfAnswer,
  pinnedApiVersion,
  type Stripe,
  type StripeGateway,
  StripeUnavailable,
} from './gateway.ts'
import { hasOurEvents, isReachable, WEBHOOK_PATH } from './setup-endpoint.ts'
import { productOf } from './setup-prices.ts'

/** What is checked, as the site is configured. */
export type CheckedSite = {
  stripe: StripeGateway
  siteUrl: URL
  monthlyPrice: string
  portalConfiguration: string | null
}

/** What was found about one part: null, or in a sentence what is wrong and what to do. */
export type Finding = { name: string; problem: string | null }

/** So much the clocks may differ before somebody is told; Stripe's signatures allow 300 seconds. */
export const SKEW_ALLOWED = 60 * SECOND

const fix = 'Run "npm run foldline -- billing setup" and set what it prints.'

/**
 * Asks Stripe whether the account is as the site needs it. What could not be asked is left out, and
 * said in the finding `stripe`. Never throws for an outage.
 */
export async function checkSetup(site: CheckedSite, now: () => Date): Promise<Finding[]> {
  const checks: Record<string, () => Promise<Finding[]>> = {
    prices: () => checkPrices(site),
    'webhook endpoint': () => checkEndpoint(site),
    'customer portal': () => checkPortal(site),
    clock: () => checkClock(site, now),
  }
  const findings: Finding[] = []
  const unanswered: string[] = []
  for (const [name, check] of Object.entries(checks)) {
    try {
      findings.push(...(await check()))
    } catch (error) {
      if (!(error instanceof StripeUnavailable)) throw error
      log().warn({ check: name, err: error }, 'Stripe did not answer a check of the set-up')
      unanswered.push(name)
    }
  }
  const problem =
    unanswered.length === 0
      ? null
      : `Stripe did not answer about ${unanswered.join(', ')}. The log says why; it is asked again.`
  return [...findings, { name: 'stripe', problem }]
}

async function checkPrices({ stripe, monthlyPrice }: CheckedSite): Promise<Finding[]> {
  const { client } = stripe
  const main = await ask('price', () => client.prices.retrieve(monthlyPrice))
  const keys = plans.map(({ lookupKey }) => lookupKey)
  const keyed = await askAll('price', () => client.prices.list({ lookup_keys: keys, limit: 100 }))
  const product = main ? productOf(main) : null
  return plans.map((plan, place) => {
    const holder = keyed.find((price) => price.lookup_key === plan.lookupKey) ?? null
    const name = `price ${plan.id}`
    if (place > 0) return { name, problem: wrongPrice(plan, plan.lookupKey, holder, product) }
    const named = `${monthlyPrice}, which STRIPE_PRICE_MONTHLY names,`
    const other = holder && holder.id !== monthlyPrice ? elsewhere(plan, named, holder) : null
    return { name, problem: wrongPrice(plan, named, main, product) ?? other }
  })
}

const elsewhere = (plan: Plan, named: string, { id }: Stripe.Price) =>
  `The price ${named} is not the one under ${plan.lookupKey}: that is ${id}. ${fix}`

/** What is wrong with the price of a plan, which `called` names, or null. */
function wrongPrice(
  plan: Plan,
  called: string,
  price: Stripe.Price | null,
  product: string | null,
): string | null {
  if (price === null) return `The price ${called} is not on this Stripe account. ${fix}`
  if (!price.active)
    return `The price ${called} is archived: nobody can buy it. Make it active in the Dashboard, or: ${fix}`
  const { recurring, unit_amount: amount, currency } = price
  if (recurring?.interval !== plan.interval || recurring.interval_count !== 1)
    return `The price ${called} is not paid every ${plan.interval}. ${fix}`
  if (amount !== plan.amount || currency !== plan.currency)
    return `The price ${called} is ${amount === null ? 'without an amount' : formatMoney(amount, currency)} at Stripe and ${formatMoney(plan.amount, plan.currency)} in lib/plans.ts: readers are told one and charged the other. ${fix}`
  if (product !== null && productOf(price) !== product)
    return `The price ${called} is on another product than the monthly one: who buys it would get no access. ${fix}`
  return null
}

async function checkEndpoint({ stripe, siteUrl }: CheckedSite): Promise<Finding[]> {
  const url = new URL(WEBHOOK_PATH, siteUrl).href
  const all = await askAll('webhook_endpoint', () =>
    stripe.client.webhookEndpoints.list({ limit: 100 }),
  )
  const here = all.filter((endpoint) => endpoint.url === url)
  const problems = here.map(wrongEndpoint)
  // While a secret is replaced there are two; one that is as it should be is enough.
  const problem = here.length > 0 && !problems.includes(null) ? (problems[0] ?? null) : null
  // To an address such as localhost a tool forwards them, and has no endpoint.
  const missing = here.length === 0 && isReachable(siteUrl)
  return [
    {
      name: 'webhook endpoint',
      problem: missing
        ? `Stripe has no webhook endpoint for ${url}: what people pay is noticed ten minutes later only. ${fix}`
        : problem,
    },
  ]
}

function wrongEndpoint(endpoint: Stripe.WebhookEndpoint): string | null {
  const { id, status, api_version: version } = endpoint
  if (status !== 'enabled')
    return `The webhook endpoint ${id} is disabled. Find out in the Dashboard why, then enable it there, or: ${fix}`
  if (version !== pinnedApiVersion)
    return `The webhook endpoint ${id} has the API version ${version ?? 'of the account'} in place of ${pinnedApiVersion}. It cannot be changed: run "npm run foldline -- billing setup --rotate".`
  if (!hasOurEvents(endpoint))
    return `The webhook endpoint ${id} is not sent exactly the events we want. ${fix}`
  return null
}

async function checkPortal(site: CheckedSite): Promise<Finding[]> {
  const { configurations } = site.stripe.client.billingPortal
  const { portalConfiguration: id } = site
  const found = id
    ? await ask('billing_portal.configuration', () => configurations.retrieve(id))
    : (
        await askAll('billing_portal.configuration', () =>
          configurations.list({ is_default: true, limit: 1 }),
        )
      )[0]
  const name = 'customer portal'
  if (found?.active) return [{ name, problem: null }]
  const what = id
    ? `The portal configuration ${id}, which STRIPE_PORTAL_CONFIGURATION names, is ${found ? 'not active' : 'not on this Stripe account'}`
    : 'STRIPE_PORTAL_CONFIGURATION is not set, and the account has no portal of its own'
  return [{ name, problem: `${what}: readers cannot change their card there. ${fix}` }]
}

/** Compares our clock with the one in Stripe's answer, halfway between asking and being told. */
async function checkClock(site: CheckedSite, now: () => Date): Promise<Finding[]> {
  const asked = now()
  const answer = await ask('list', () => site.stripe.client.prices.list({ limit: 1 }))
  const told = now()
  const theirs = answer ? dateOfAnswer(answer) : null
  if (theirs === null) return []
  const ours = (asked.getTime() + told.getTime()) / 2
  const skew = ours - theirs.getTime()
  const tolerance = SKEW_ALLOWED + (told.getTime() - asked.getTime()) / 2
  return [{ name: 'clock', problem: Math.abs(skew) > tolerance ? wrongClock(skew) : null }]
}

function wrongClock(skew: number): string {
  const seconds = Math.round(Math.abs(skew) / SECOND)
  return `The clock of this machine is ${seconds} seconds ${skew > 0 ? 'ahead of' : 'behind'} Stripe’s: from five minutes on its events are refused. Switch on time synchronisation (NTP).`
}

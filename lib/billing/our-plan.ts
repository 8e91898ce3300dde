import { log } from '#lib/log.ts'
import { mainPlan, type Plan, plans } from '#lib/plans.ts'
import { ask, askAll, type Stripe, type StripeGateway } from './gateway.ts'
import type { OurPlan } from './mapping.ts'
import { makeMemory } from './remembered.ts'

/** A plan as Stripe sells it, in minor units of `currency`; or why it cannot be sold, for the operator. */
export type PlanOffer =
  | { kind: 'sellable'; plan: Plan; priceId: string; amount: number; currency: string }
  | { kind: 'misconfigured'; plan: Plan; why: string }

/** A plan that can be sold. */
export type SellablePlan = Extract<PlanOffer, { kind: 'sellable' }>

/** All plans of `lib/plans.ts`, in their order, and what makes a subscription one to our product. */
export type Catalogue = { ours: OurPlan; offers: PlanOffer[] }

/** Whether the configured main price can be sold, or what is wrong with it, in a sentence for the operator. */
export type PlanReading =
  | { kind: 'sellable'; plan: OurPlan }
  | { kind: 'misconfigured'; plan: OurPlan; why: string }

const memory = makeMemory<Catalogue>(({ offers }) => mainOf(offers)?.kind === 'sellable')

/**
 * Reads from Stripe what is for sale: the price that STRIPE_PRICE_MONTHLY names, its product, and the
 * prices of the other plans by their lookup keys. The answer is remembered for ten minutes. While
 * Stripe is down the last one stands; without one, throws `StripeUnavailable`.
 */
export async function readCatalogue(
  stripe: StripeGateway,
  priceId: string,
  now: Date,
): Promise<Catalogue> {
  return memory.read(questionOf(stripe, priceId, now))
}

/** The same for a page: what is known is told at once; null when nothing is, and Stripe is slow or down. */
export async function glanceAtCatalogue(
  stripe: StripeGateway,
  priceId: string,
  now: Date,
): Promise<Catalogue | null> {
  return memory.glance(questionOf(stripe, priceId, now))
}

/** What makes a subscription ours, and whether the main plan can be sold; out of the same catalogue. */
export async function readPlan(
  stripe: StripeGateway,
  priceId: string,
  now: Date,
): Promise<PlanReading> {
  const { ours, offers } = await readCatalogue(stripe, priceId, now)
  const main = mainOf(offers)
  return main?.kind === 'misconfigured'
    ? { kind: 'misconfigured', plan: ours, why: main.why }
    : { kind: 'sellable', plan: ours }
}

const mainOf = (offers: PlanOffer[]) => offers.find(({ plan }) => plan === mainPlan)

const questionOf = (stripe: StripeGateway, priceId: string, now: Date) => ({
  stripe,
  key: priceId,
  now,
  ask: async () => askForCatalogue(stripe, priceId),
})

async function askForCatalogue(stripe: StripeGateway, priceId: string): Promise<Catalogue> {
  const { client } = stripe
  const keys = plans.map(({ lookupKey }) => lookupKey)
  // Archived ones too, so that it can be said that they are. Stripe takes ten keys in one question.
  const found = await askAll('price', () => client.prices.list({ lookup_keys: keys, limit: 100 }))
  // The main price may have been made by hand, without a key.
  const main =
    found.find(({ id }) => id === priceId) ??
    (await ask('price', () => client.prices.retrieve(priceId)))
  const ours = { priceId, productId: main ? productOf(main) : null }
  const offers = plans.map((plan) => {
    const price = plan === mainPlan ? main : found.find((one) => one.lookup_key === plan.lookupKey)
    return judge(plan, price ?? null, ours)
  })
  for (const offer of offers) if (offer.kind === 'misconfigured') tell(offer)
  return { ours, offers }
}

const productOf = ({ product }: Stripe.Price) =>
  typeof product === 'string' ? product : product.id

function judge(plan: Plan, price: Stripe.Price | null, ours: OurPlan): PlanOffer {
  if (price === null)
    return { kind: 'misconfigured', plan, why: `${naming(plan)} a price this account has not.` }
  const { id: priceId, unit_amount: amount, currency } = price
  const why = faultOf(plan, price, ours)
  if (why !== null) return { kind: 'misconfigured', plan, why }
  // Tiers and amounts the buyer chooses have none, and what is agreed to could not be named.
  if (typeof amount !== 'number')
    return { kind: 'misconfigured', plan, why: `${naming(plan)} a price without a fixed amount.` }
  return { kind: 'sellable', plan, priceId, amount, currency }
}

function faultOf(plan: Plan, price: Stripe.Price, ours: OurPlan): string | null {
  const { recurring } = price
  const names = `${naming(plan)} a price that is`
  if (!price.active) return `${names} archived.`
  // Every three months is `month` as well, three times.
  if (recurring?.interval !== plan.interval || recurring.interval_count !== 1)
    return `${names} not ${plan.interval === 'month' ? 'monthly' : 'yearly'}.`
  if (productOf(price) !== ours.productId)
    return `${names} not of the product that STRIPE_PRICE_MONTHLY belongs to.`
  return null
}

const naming = (plan: Plan) =>
  plan === mainPlan ? 'STRIPE_PRICE_MONTHLY names' : `The lookup key ${plan.lookupKey} names`

function tell({ plan, why }: Extract<PlanOffer, { kind: 'misconfigured' }>): void {
  if (plan === mainPlan) log().error({ why }, 'checkout is disabled')
  else log().warn({ plan: plan.id, why }, 'a plan is not offered')
}

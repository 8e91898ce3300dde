import type { AppDatabase } from '#db/client.ts'
import { everSubscribed } from '#db/queries/checkout.ts'
import type { Sale } from '#lib/env.ts'
import { plans } from '#lib/plans.ts'
import type { StripeGateway } from './gateway.ts'
import {
  glanceAtCoupon,
  introductionTo,
  type Introduction,
  noIntroduction,
} from './introduction.ts'
import { glanceAtCatalogue, type SellablePlan } from './our-plan.ts'
import { priceOf, shortMoney, subscriptionTerms } from './terms.ts'

/** A plan as the page shows it to one viewer. */
export type ShownPlan = {
  id: string
  name: string
  /** "$50", and for how long. */
  price: string
  interval: 'month' | 'year'
  currency: string
  /** "$50 a year". */
  label: string
  /** "save $10 a year", compared with paying by the month. */
  saving: string | null
  /** "14 days free", "20% off the first payment". */
  introduction: string[]
  terms: { text: string; fingerprint: string }
}

type Setting = { stripe: StripeGateway; priceId: string; sale: Sale; siteUrl: URL; now: Date }

/**
 * What can be bought, and on what terms for this reader (null: nobody is signed in). Never waits for
 * Stripe longer than a second: until it has answered once, what `lib/plans.ts` says is shown, and the
 * checkout decides. Empty when nothing can be sold.
 */
export async function plansOnOffer(
  db: AppDatabase,
  readerId: string | null,
  setting: Setting,
): Promise<ShownPlan[]> {
  const { stripe, priceId, sale, now } = setting
  const [catalogue, coupon, before] = await Promise.all([
    glanceAtCatalogue(stripe, priceId, now),
    glanceAtCoupon(stripe, sale, now),
    readerId === null ? false : everSubscribed(db, readerId),
  ])
  const offers = catalogue?.offers ?? plans.map(asWritten)
  const sellable = offers.filter((offer) => offer.kind === 'sellable')
  return sellable.map((offer) => {
    const introduction = before
      ? noIntroduction
      : introductionTo(offer, catalogue?.ours.productId ?? null, sale, coupon)
    return show(offer, introduction, sellable, setting)
  })
}

function asWritten(plan: (typeof plans)[number]): SellablePlan {
  const { amount, currency } = plan
  return { kind: 'sellable', plan, priceId: '', amount, currency }
}

function show(
  offer: SellablePlan,
  introduction: Introduction,
  all: SellablePlan[],
  { sale, siteUrl }: Setting,
): ShownPlan {
  const { plan, amount, currency } = offer
  const { automaticTax } = sale
  return {
    id: plan.id,
    name: plan.name,
    price: shortMoney(amount, currency),
    interval: plan.interval,
    currency: currency.toUpperCase(),
    label: priceOf(amount, currency, plan.interval),
    saving: savingOf(offer, all),
    introduction: inShort(introduction),
    terms: subscriptionTerms({ plan, amount, currency, introduction, automaticTax, siteUrl }),
  }
}

function savingOf({ plan, amount, currency }: SellablePlan, all: SellablePlan[]): string | null {
  if (plan.interval !== 'year') return null
  const monthly = all.find((one) => one.plan.interval === 'month' && one.currency === currency)
  const saved = (monthly?.amount ?? 0) * 12 - amount
  return saved > 0 ? `save ${shortMoney(saved, currency)} a year` : null
}

function inShort({ trialDays, discount }: Introduction): string[] {
  return [
    ...(trialDays === null ? [] : [`${trialDays} ${trialDays === 1 ? 'day' : 'days'} free`]),
    ...(discount ? [discount.words] : []),
  ]
}

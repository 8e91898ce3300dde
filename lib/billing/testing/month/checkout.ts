/** Pressing Subscribe, with what is given off, and whether that was for this reader. */
import { post } from '../../../../local/stripe/testing/start.ts'
import { startCheckout } from '../../checkout.ts'
import { DOLLAR, FREE, HALF, termsOf, THIRD } from './coupons.ts'
import type { Life } from './life.ts'
import { SITE } from './month.ts'

/** Stands for whatever the product needs of a request; now and then the site sells with a trial, or a coupon. */
export function settingOf({ month, random }: Life) {
  const sale = {
    trialDays: random.chance(0.15) ? random.between(3, 14) : null,
    introductoryCoupon: random.chance(0.3) ? random.pick([HALF, THIRD, DOLLAR, FREE]).id : null,
    automaticTax: false,
  }
  const { interactive: stripe, shop, now } = month
  return { stripe, priceId: shop.monthly, sale, siteUrl: SITE, now: now() }
}

type Sale = ReturnType<typeof settingOf>['sale']

/** Presses Subscribe, and says where that leads, if it leads to a page for paying; there some type a code. */
export async function begin(life: Life): Promise<string | null> {
  const { month, random, person } = life
  const wish = { plan: random.chance(0.15) ? 'annual' : 'monthly', returnTo: '/' }
  const setting = settingOf(life)
  const outcome = await life.product(() => startCheckout(month.database.app, person, wish, setting))
  month.tally.count(`Subscribe said ${outcome.kind}`)
  if (outcome.kind !== 'pay') return null
  await judgeOffer(life, outcome.url, setting.sale)
  if (random.chance(0.25)) await typeCode(life, outcome.url)
  return outcome.url
}

/**
 * Who never had a subscription of ours gets the coupon, and types no code; everybody else may. What a
 * customer had who was deleted since, Stripe does not say, and we know it only if we read it in time.
 */
async function judgeOffer({ month, person, had }: Life, page: string, sale: Sale): Promise<void> {
  if (person.wasDeleted) return
  const id = new URL(page).pathname.split('/').at(-1) ?? ''
  const session = await month.stripe.checkout.sessions.retrieve(id)
  const got = session.discounts?.find(({ coupon }) => coupon !== null)?.coupon ?? null
  const { introductoryCoupon: coupon, trialDays } = sale
  // One for a single payment would be used up by the invoice of nothing that opens a trial.
  const isUsable = coupon !== null && (trialDays === null || termsOf(coupon).duration !== 'once')
  const due = isUsable && !had ? coupon : null
  if (due !== null) month.tally.count('sold with an introductory coupon')
  if (got !== due || session.allow_promotion_codes === (due !== null))
    month.wrong.push(
      `${person.email} was offered ${JSON.stringify(got)} in ${id}, and should have been ${due}.`,
    )
}

async function typeCode({ month, random }: Life, page: string): Promise<void> {
  const code = random.pick([HALF, THIRD, FREE]).code ?? ''
  const { status } = await post(`${page}/promotion`, { promotion_code: code })
  month.tally.count(status === 303 ? 'codes typed' : 'codes typed, and refused')
}

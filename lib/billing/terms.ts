import { hashToken } from '#lib/auth/hash.ts'
import type { Plan } from '#lib/plans.ts'
import { formatMoney } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Introduction } from './introduction.ts'

/** What somebody agrees to when they buy, word for word. */
export type Terms = {
  version: string
  text: string
  /** Tells whether two texts are the same; a form sends back which one it showed. */
  fingerprint: string
}

/** What the terms of a subscription depend on. `amount` is in minor units. */
type Subject = {
  plan: Plan
  amount: number
  currency: string
  introduction: Introduction
  automaticTax: boolean
  siteUrl: URL
}

/** Changes with the wording below; amounts and names in it are of each sale. */
const VERSION = 'subscription 2026-11-24'

/** A price as it is said: "$5 a month", "$4.50 a month". */
export function priceOf(amount: number, currency: string, interval: Plan['interval']): string {
  return `${shortMoney(amount, currency)} a ${interval}`
}

/** An amount without its noughts: "$50", "$4.50". */
export function shortMoney(amount: number, currency: string): string {
  return formatMoney(amount, currency).replace(/\.00$/, '')
}

/** The terms on which a plan is sold, in sentences. The page shows this text, and `consent` keeps it. */
export function subscriptionTerms(subject: Subject): Terms {
  const { plan, amount, currency, automaticTax, siteUrl } = subject
  const rhythm = plan.interval === 'month' ? 'every month' : 'every year'
  const text = [
    `You subscribe to ${publication.name}, ${plan.name.toLowerCase()} plan: ${priceOf(amount, currency, plan.interval)}${automaticTax ? ', with the tax that the payment page names' : ''}.`,
    ...introductionIn(subject),
    `The subscription begins at once and renews ${rhythm} at this price until you cancel. You can cancel at any time on your account page, and read on to the end of the time you have paid for.`,
    `Within 14 days from today you can withdraw without giving a reason, although we begin at once as you ask us to, and get back everything you paid: ${new URL('/withdraw', siteUrl).href}`,
  ].join(' ')
  return {
    version: VERSION,
    text,
    fingerprint: hashToken(`${VERSION}\n${text}`).slice(0, 16),
  }
}

function introductionIn({ amount, currency, introduction }: Subject): string[] {
  const { trialDays, discount } = introduction
  const money = formatMoney(amount, currency)
  return [
    ...(trialDays === null
      ? []
      : [
          `The first ${trialDays === 1 ? 'day is' : `${trialDays} days are`} free; you give a card now, and unless you cancel before they are over, it is charged ${discount ? 'from then on' : `${money} then`}.`,
        ]),
    ...(discount === null ? [] : [`As an introduction you get ${discount.words}.`]),
  ]
}

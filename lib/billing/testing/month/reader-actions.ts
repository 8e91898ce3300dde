/** What readers do: on our site, on Stripe's hosted pages, and in its portal. */
import { goodCard } from '../../../../local/stripe/testing/start.ts'
import { openPortal, syncReader } from '../../reader.ts'
import { begin, settingOf } from './checkout.ts'
import { wishedEndOf } from './holdings.ts'
import { type Action, inDays, type Life } from './life.ts'
import { payOn } from './pay-on.ts'

const card = (number: string) => ({ ...goodCard, number })
const failsLater = card('4000 0000 0000 0341')
const authenticatesOnce = card('4000 0025 0000 3155')
const authenticatesAlways = card('4000 0027 6000 3184')
const declined = card('4000 0000 0000 9995')

/** Comes back from paying, unless the tab was closed. */
async function comeBack(life: Life): Promise<void> {
  if (life.random.chance(0.25)) return
  await life.product(() => syncReader(life.month.database.app, life.person.id, settingOf(life)))
}

/** Buys with these cards, one after the other until one is taken. */
const buyWith =
  (...cards: Record<string, string>[]) =>
  async (life: Life) => {
    const page = await begin(life)
    if (page === null) return
    for (const one of cards) {
      const { status } = await payOn(page, one)
      if (status === 303) break
    }
    await comeBack(life)
  }

const canBuy = (weight: number) => (life: Life) =>
  life.siteIsUp && life.live === null ? weight : 0

async function portalOf(life: Life): Promise<string | null> {
  const outcome = await life.product(() =>
    openPortal(life.month.database.app, life.person.id, settingOf(life)),
  )
  return outcome.kind === 'open' ? outcome.url : null
}

/** Fills in a form of the portal, which needs our site to get there. */
const inPortal = (form: (life: Life) => string, fields: (life: Life) => Record<string, string>) => {
  return async (life: Life) => {
    const portal = await portalOf(life)
    if (portal !== null) await payOn(`${portal}${form(life)}`, fields(life))
  }
}

async function payOpenInvoice({ month, customer }: Life): Promise<void> {
  if (customer === null) return
  const { data } = await month.stripe.invoices.list({ customer, status: 'open' })
  const [invoice] = data
  if (invoice?.hosted_invoice_url) await payOn(invoice.hosted_invoice_url, goodCard)
}

/** The month of a moment as it stands on a card. */
function monthOf(seconds: number): string {
  const [year, month] = new Date(seconds * 1000).toISOString().split('-')
  return `${month} / ${year?.slice(2)}`
}

const owing: ReadonlySet<string> = new Set(['past_due', 'unpaid', 'incomplete'])
const owes = ({ live }: Life) => live !== null && owing.has(live.status)
const isScheduled = ({ live }: Life) => live !== null && wishedEndOf(live) !== null
const runs = ({ live }: Life) =>
  live !== null && ['active', 'trialing', 'past_due'].includes(live.status)
const upon = (condition: (life: Life) => boolean, weight: number) => (life: Life) =>
  condition(life) ? weight : 0
const idOfLive = ({ live }: Life) => live?.id ?? ''

/** Everything readers do, with how often they do it. */
export const readerActions: Action[] = [
  { name: 'subscribed', weight: canBuy(7), act: buyWith(goodCard) },
  { name: 'subscribed; the card fails later', weight: canBuy(3), act: buyWith(failsLater) },
  { name: 'subscribed with 3-D Secure', weight: canBuy(1), act: buyWith(authenticatesOnce) },
  {
    name: 'subscribed; the bank asks every time',
    weight: canBuy(1),
    act: buyWith(authenticatesAlways),
  },
  { name: 'declined, then another card', weight: canBuy(1), act: buyWith(declined, goodCard) },
  { name: 'declined, and gave up', weight: canBuy(0.7), act: buyWith(declined) },
  {
    name: 'failed 3-D Secure, and gave up',
    weight: canBuy(0.5),
    act: async (life) => {
      const page = await begin(life)
      if (page !== null) await payOn(page, authenticatesOnce, 'fail')
    },
  },
  { name: 'abandoned Checkout', weight: canBuy(1), act: begin },
  {
    name: 'subscribed in two tabs',
    weight: canBuy(0.7),
    act: async (life) => {
      const [first, second] = [await begin(life), await begin(life)]
      for (const page of [first, second]) if (page !== null) await payOn(page, goodCard)
      await comeBack(life)
    },
  },
  {
    name: 'pressed Subscribe while subscribed',
    weight: (life) => (life.siteIsUp && life.live !== null ? 0.5 : 0),
    act: begin,
  },
  { name: 'came back to look', weight: (life) => (life.siteIsUp ? 0.5 : 0), act: comeBack },
  {
    name: 'canceled in the portal',
    weight: upon((life) => life.siteIsUp && runs(life) && !isScheduled(life), 1.5),
    act: inPortal(
      (life) => `/cancel/${idOfLive(life)}`,
      () => ({}),
    ),
  },
  {
    name: 'took the cancellation back in the portal',
    weight: upon((life) => life.siteIsUp && isScheduled(life), 3),
    act: inPortal(
      (life) => `/resume/${idOfLive(life)}`,
      () => ({}),
    ),
  },
  {
    name: 'gave a new card',
    weight: (life) => (life.siteIsUp && life.live !== null ? (owes(life) ? 3 : 0.5) : 0),
    act: inPortal(
      () => '/card',
      () => goodCard,
    ),
  },
  {
    name: 'gave a card that fails later',
    weight: upon((life) => life.siteIsUp && runs(life), 0.7),
    act: inPortal(
      () => '/card',
      () => failsLater,
    ),
  },
  {
    name: 'gave a card that expires soon',
    weight: upon((life) => life.siteIsUp && runs(life), 0.5),
    act: inPortal(
      () => '/card',
      ({ month, random }) => ({
        ...goodCard,
        expiry: monthOf(inDays(month, random.pick([0, 31]))),
      }),
    ),
  },
  { name: 'paid an open invoice', weight: upon(owes, 3), act: payOpenInvoice },
]

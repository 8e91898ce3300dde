/** What staff of the publisher, other software and banks do, at Stripe and in our database. */
import { randomUUID } from 'node:crypto'
import { sim } from '../../../../local/stripe/testing/start.ts'
import { giveAccess } from '#lib/account/grants.ts'
import { DAY, later } from '#lib/clock.ts'
import type { Stripe } from '../../gateway.ts'
import { DOLLAR, HALF, THIRD } from './coupons.ts'
import { periodEndOf, wishedEndOf } from './holdings.ts'
import { type Action, inDays, type Life } from './life.ts'

const isCustomer = (life: Life) => life.customer !== null
const upon = (condition: (life: Life) => boolean, weight: number) => (life: Life) =>
  condition(life) ? weight : 0
const runs = ({ live }: Life) =>
  live !== null && ['active', 'trialing', 'past_due'].includes(live.status)
const isFree = (life: Life) => isCustomer(life) && life.live === null
const isScheduled = ({ live }: Life) => live !== null && wishedEndOf(live) !== null
const isPaused = ({ live }: Life) => live?.pause_collection !== null && live !== null
const isSound = ({ live, dispute }: Life) => live?.status === 'active' && dispute === null

/** Changes the live subscription by API. */
const change =
  (params: (life: Life, live: Stripe.Subscription) => Stripe.SubscriptionUpdateParams) =>
  async (life: Life) => {
    const { month, live } = life
    if (live) await month.stripe.subscriptions.update(live.id, params(life, live))
  }

const pause = (behavior: Stripe.SubscriptionUpdateParams.PauseCollection.Behavior): Action => ({
  name: `collection paused: ${behavior}`,
  weight: upon((life) => runs(life) && !isPaused(life), 0.4),
  act: change(({ month, random }) => ({
    pause_collection: {
      behavior,
      ...(random.chance(0.6) ? { resumes_at: inDays(month, random.between(2, 40)) } : {}),
    },
  })),
})

const sell = (terms: (life: Life) => object) => async (life: Life) =>
  sim(life.month.url, '/subscriptions', { customer: life.customer, ...terms(life) })

/** The last good charge that can be given back or contested. */
async function chargeOf({ month, customer }: Life): Promise<Stripe.Charge | null> {
  if (customer === null) return null
  const { data } = await month.stripe.charges.list({ customer, limit: 100 })
  return data.find(({ paid, refunded, disputed }) => paid && !refunded && !disputed) ?? null
}

async function refund(life: Life, whole: boolean): Promise<void> {
  const charge = await chargeOf(life)
  if (!charge) return
  const left = charge.amount_captured - charge.amount_refunded
  const amount = whole ? left : life.random.between(1, left)
  await sim(life.month.url, '/refunds', { charge: charge.id, amount })
}

async function contest(life: Life): Promise<void> {
  const charge = await chargeOf(life)
  if (charge) await sim(life.month.url, '/disputes', { charge: charge.id })
}

const decide = (status: 'under_review' | 'won' | 'lost', weight: number): Action => ({
  name: `dispute ${status.replace('_', ' ')}`,
  weight: ({ dispute }) => (dispute && dispute.status !== status ? weight : 0),
  act: ({ month, dispute }) => sim(month.url, `/disputes/${dispute?.id}`, { status }),
})

async function give({ month, person, random }: Life): Promise<void> {
  const { database, staff, given, now } = month
  const desk = staff.find(({ role }) => role === 'support')
  const [startsAt, days] = [now(), random.between(1, 30)]
  const form = randomUUID()
  const outcome = await giveAccess(
    database.app,
    { actor: { id: desk?.id ?? null, label: desk?.email ?? '' }, role: 'support' },
    { readerId: person.id, days, why: 'a simulation', form },
    startsAt,
  )
  if (outcome.kind !== 'given') throw new Error(`Giving access came to ${outcome.kind}.`)
  const [grant] = await database.owner`select id from access_grant where once_key = ${form}`
  const endsAt = later(startsAt, days * DAY)
  given.push({ id: String(grant?.id), readerId: person.id, email: person.email, startsAt, endsAt })
}

/** Everything that is done for readers or to them, with how often. */
export const staffActions: Action[] = [
  {
    name: 'sold in the Dashboard',
    weight: upon(isFree, 0.7),
    act: sell(({ month }) => ({ price: month.shop.monthly })),
  },
  {
    name: 'sold in the Dashboard, in euros',
    weight: upon(isFree, 0.5),
    act: sell(({ month }) => ({ price: month.shop.euro })),
  },
  {
    name: 'a trial in the Dashboard',
    weight: upon(isFree, 0.7),
    act: sell(({ month, random }) => ({
      price: month.shop.monthly,
      trial_days: random.between(1, 14),
    })),
  },
  {
    name: 'sold a second one in the Dashboard',
    weight: upon(runs, 0.15),
    act: sell(({ month }) => ({ price: month.shop.monthly })),
  },
  {
    name: 'sold another product',
    weight: upon(isCustomer, 0.3),
    act: sell(({ month }) => ({ price: month.shop.foreign })),
  },
  {
    name: 'a trial without a card, to be paused',
    weight: upon(isFree, 0.5),
    act: ({ month, customer, random }) =>
      month.stripe.subscriptions.create({
        customer: customer ?? '',
        items: [{ price: month.shop.monthly }],
        trial_period_days: random.between(1, 10),
        trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
      }),
  },
  {
    name: 'a first payment declined',
    weight: upon(isFree, 0.5),
    act: ({ month, customer }) =>
      month.stripe.subscriptions.create({
        customer: customer ?? '',
        items: [{ price: month.shop.monthly }],
        default_payment_method: 'pm_card_chargeDeclined',
      }),
  },
  {
    name: 'a paused trial resumed',
    weight: upon(({ live }) => live?.status === 'paused', 2),
    act: async ({ month, customer, live }) => {
      const method = await month.stripe.paymentMethods.attach('pm_card_visa', {
        customer: customer ?? '',
      })
      await month.stripe.subscriptions.update(live?.id ?? '', { default_payment_method: method.id })
      await month.stripe.subscriptions.resume(live?.id ?? '')
    },
  },
  {
    name: 'canceled by API to the end of the period',
    weight: upon((life) => runs(life) && !isScheduled(life), 1),
    act: change(() => ({ cancel_at_period_end: true })),
  },
  {
    name: 'canceled by API to a date',
    weight: upon((life) => runs(life) && !isScheduled(life), 0.4),
    act: change(({ month, random }, live) => ({
      cancel_at: Math.min(inDays(month, random.between(1, 20)), periodEndOf(live)),
    })),
  },
  {
    name: 'canceled in the Dashboard, at once',
    weight: upon(({ live }) => live !== null, 0.4),
    act: ({ month, live }) => sim(month.url, `/subscriptions/${live?.id}/cancel`, { when: 'now' }),
  },
  {
    name: 'canceled in the Dashboard, to the end of the period',
    weight: upon((life) => runs(life) && !isScheduled(life), 0.4),
    act: ({ month, live }) =>
      sim(month.url, `/subscriptions/${live?.id}/cancel`, { when: 'period_end' }),
  },
  {
    name: 'a cancellation taken back by API',
    weight: upon(isScheduled, 1),
    act: change((_life, live) =>
      live.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' },
    ),
  },
  pause('void'),
  pause('keep_as_draft'),
  pause('mark_uncollectible'),
  {
    name: 'collection resumed',
    weight: upon(isPaused, 1.5),
    act: change(() => ({ pause_collection: '' })),
  },
  {
    name: 'given something off in the Dashboard',
    weight: upon((life) => runs(life) && life.live?.currency === 'usd', 0.4),
    act: change(({ random }) => ({
      discounts: [{ coupon: random.pick([HALF, THIRD, DOLLAR]).id }],
    })),
  },
  {
    name: 'what was given off taken back',
    weight: upon(({ live }) => live !== null && live.discounts.length > 0 && !live.ended_at, 0.3),
    act: change(() => ({ discounts: '' })),
  },
  { name: 'refunded whole', weight: upon(isSound, 0.4), act: (life) => refund(life, true) },
  { name: 'refunded in part', weight: upon(isSound, 0.4), act: (life) => refund(life, false) },
  { name: 'disputed', weight: upon(isSound, 0.5), act: contest },
  decide('under_review', 1),
  decide('won', 2),
  decide('lost', 1.5),
  {
    name: 'customer deleted',
    weight: upon(isCustomer, 0.15),
    act: ({ month, customer, person }) => {
      person.wasDeleted = true
      return month.stripe.customers.del(customer ?? '')
    },
  },
  { name: 'access given by staff', weight: () => 0.4, act: give },
]

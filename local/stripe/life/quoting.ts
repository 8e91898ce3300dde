/** What an open Checkout session comes to. */
import type { Stripe } from 'stripe'
import { ApiError } from '../kernel/api-error.ts'
import type { Order } from '../kernel/kinds.ts'
import { wholeList } from '../kernel/paging.ts'
import { idOf } from '../kernel/reference.ts'
import { change, need, type World } from '../kernel/world.ts'
import { priceInWords } from '../objects/money.ts'
import { buildLineItem, sessionTax } from '../objects/session.ts'
import { type NamedOffer, type Offer, offerOf, reductionOf } from './redeeming.ts'
import { type Totals, totalsOf } from './totals.ts'

type Session = Stripe.Checkout.Session

/** What nothing is charged for today, because it is tried first. */
function isTried({ subscription }: Order): boolean {
  return subscription.trialDays !== null || subscription.trialEnd !== null
}

function totalsFor(world: World, session: Session, order: Order, tried: boolean): Totals {
  const amounts = order.items.map(({ price, quantity }) => ({
    amount: tried ? 0 : (need(world, 'price', price).unit_amount ?? 0) * quantity,
    discountable: true,
  }))
  const reductions = (session.discounts ?? []).map(({ coupon, promotion_code }) => {
    const code = world.store.get('promotion_code', idOf(promotion_code) ?? '')
    const id = idOf(coupon) ?? idOf(code?.promotion.coupon) ?? ''
    return reductionOf(world, id, id)
  })
  const taxed = session.automatic_tax.enabled
  return totalsOf(amounts, reductions, taxed ? (countryOf(world, session, order) ?? '') : null)
}

/** Where the buyer lives: as they said on the page, else as the customer's address has it. */
export function countryOf(world: World, session: Session, { buyer }: Order): string | null {
  const customer = world.store.get('customer', idOf(session.customer) ?? '')
  return buyer?.country ?? customer?.address?.country ?? null
}

/** Sets what a session comes to, by its items, its discount, and where its buyer lives. */
export function requote(world: World, session: Session, patch: Partial<Session> = {}): Session {
  const order = need(world, 'order', session.id)
  const after = { ...session, ...patch }
  const totals = totalsFor(world, after, order, isTried(order))
  const { automatic_tax } = session
  return change(
    world,
    'checkout.session',
    session,
    {
      ...patch,
      amount_subtotal: totals.subtotal,
      amount_total: totals.total,
      automatic_tax: sessionTax(automatic_tax.enabled, countryOf(world, session, order)),
      total_details: {
        amount_discount: totals.discount,
        amount_shipping: 0,
        amount_tax: totals.tax,
      },
    },
    null,
  )
}

/** What is bought in a session. */
export function lineItemsOf(world: World, id: string): Stripe.ApiList<Stripe.LineItem> {
  const order = need(world, 'order', id)
  const { each } = totalsFor(world, need(world, 'checkout.session', id), order, false)
  const lines = order.items.map(({ price: priceId, quantity }, at) => {
    const price = need(world, 'price', priceId)
    const name = world.store.get('product', idOf(price.product) ?? '')?.name ?? price.id
    const words = price.recurring ? `${quantity} × ${name} (${priceInWords(price)})` : name
    const { discounts, tax } = each[at] ?? { discounts: [], tax: 0 }
    const discount = discounts.reduce((sum, off) => sum + off, 0)
    return buildLineItem(`li_sim${id.slice(-16)}${at}`, price, quantity, words, { discount, tax })
  })
  return wholeList(lines, `/v1/checkout/sessions/${id}/line_items`)
}

/** Whether the buyer has to name a card: not when nothing is due and the seller does not insist. */
export function needsCard({ amount_total, payment_method_collection }: Session): boolean {
  return amount_total !== 0 || payment_method_collection !== 'if_required'
}

export type SessionOffer =
  | { kind: 'offer'; offer: Offer | null }
  | { kind: 'refused'; message: string }

/** The discount of a session, if it can still be redeemed. */
export function offerIn(world: World, session: Session): SessionOffer {
  const [named] = session.discounts ?? []
  if (!named) return { kind: 'offer', offer: null }
  const code = idOf(named.promotion_code)
  return tryOffer(
    world,
    session,
    code === null ? { coupon: idOf(named.coupon) ?? '' } : { promotion_code: code },
  )
}

/** An offer for a session, or why it can not be redeemed. */
export function tryOffer(world: World, session: Session, named: NamedOffer): SessionOffer {
  try {
    const redeemer = { customer: idOf(session.customer), currency: session.currency ?? 'usd' }
    return { kind: 'offer', offer: offerOf(world, named, redeemer, 'discounts[0]') }
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem
    const over = problem.body.code === 'coupon_expired'
    return { kind: 'refused', message: over ? 'This code has expired.' : problem.message }
  }
}

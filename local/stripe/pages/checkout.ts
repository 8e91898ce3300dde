/** The hosted payment page: what is posted to it. */
import type { Stripe } from 'stripe'
import { type Answer, type Asked, sendTo } from '../exchange.ts'
import type { Buyer } from '../kernel/kinds.ts'
import { idOf } from '../kernel/reference.ts'
import { now, need, type World } from '../kernel/world.ts'
import { keepCard, readCard } from '../life/cards.ts'
import { completeCheckout, type CheckoutOutcome } from '../life/checking-out.ts'
import { countryOf, needsCard, requote, tryOffer } from '../life/quoting.ts'
import { findCode } from '../life/redeeming.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { money } from '../objects/money.ts'
import { readBuyer, readBuyerForm } from './buyer-form.ts'
import { challenge } from './challenge.ts'
import { readCardForm } from './card-form.ts'
import {
  done,
  empty,
  expired,
  paymentPage,
  refuse,
  type State,
  successUrl,
} from './checkout-page.ts'
import { asksForCountry } from './checkout-summary.ts'
import { countries } from './countries.ts'
import { sorry } from './layout.ts'

/** Checkout waits so long for the answer to its event before it sends the buyer back. */
const WEBHOOK_PATIENCE_MS = 10_000

type Session = Stripe.Checkout.Session

/** `/c/pay/ID`, and under it `authenticate`, `promotion` and `country`. */
export async function answerCheckout(
  local: LocalStripe,
  asked: Asked,
  id: string,
  step: string | undefined,
): Promise<Answer> {
  const { world } = local
  const session = world.store.get('checkout.session', id)
  if (!session) return sorry('No such session', 'This payment page does not exist.', null)
  if (session.status === 'expired') return expired(session)
  if (asked.method === 'GET') {
    if (session.status === 'complete') return done(session)
    return step === 'authenticate'
      ? challengePage(world, session)
      : paymentPage(world, session, empty)
  }
  if (session.status === 'complete') return sendTo(successUrl(session))
  switch (step ?? 'pay') {
    case 'authenticate':
      return answerChallenge(local, asked, session)
    case 'promotion':
      return takeCode(world, asked, session)
    case 'country':
      return takeCountry(world, asked, session)
    default:
      return takePayment(local, asked, session)
  }
}

/** Applies a promotion code, or takes it away again when the field is empty. */
function takeCode(world: World, asked: Asked, session: Session): Answer {
  if (!session.allow_promotion_codes) return sendTo(`/c/pay/${session.id}`)
  const typed = (new URLSearchParams(asked.body).get('promotion_code') ?? '').trim().slice(0, 100)
  const wrongCode = (problem: string) =>
    paymentPage(world, session, { ...empty, promotion: { typed, problem } })
  const removes = (session.discounts ?? []).length > 0 && typed === ''
  if (typed === '' && !removes) return wrongCode('Enter a promotion code.')
  const code = removes ? null : findCode(world, typed)
  if (!removes && !code) return wrongCode('This code is invalid.')
  const offered = code ? tryOffer(world, session, { promotion_code: code.id }) : null
  if (offered?.kind === 'refused') return wrongCode(offered.message)
  const discounts = code ? [{ coupon: null, promotion_code: code.id }] : []
  world.store.transaction(() => requote(world, session, { discounts }))
  return sendTo(`/c/pay/${session.id}`)
}

/** Keeps where the buyer lives, and computes the tax. */
function takeCountry(world: World, asked: Asked, session: Session): Answer {
  const given = new URLSearchParams(asked.body).get('country')
  const found = countries.find(({ code }) => code === given)
  if (!asksForCountry(world, session)) return sendTo(`/c/pay/${session.id}`)
  if (!found) return refuse(world, session, empty, 'Choose your country.')
  world.store.transaction(() => {
    keepBuyer(world, session, { country: found.code })
    requote(world, session)
  })
  return sendTo(`/c/pay/${session.id}`)
}

function keepBuyer(world: World, session: Session, said: Partial<Buyer>): void {
  const order = need(world, 'order', session.id)
  const held = order.buyer ?? { email: null, country: null, business: null }
  world.store.put('order', { ...order, buyer: { ...held, ...said } })
}

function takePayment(local: LocalStripe, asked: Asked, session: Session): Promise<Answer> | Answer {
  const { world } = local
  const form = readCardForm(asked.body)
  const buyer = readBuyerForm(asked.body)
  const state: State = { ...empty, buyer, card: { form, problems: [], refusal: null } }
  const said = readBuyer(world, session, buyer)
  if (said.kind === 'bad') return paymentPage(world, session, { ...state, buyer: said.form })
  const placed = countryOf(world, session, need(world, 'order', session.id)) !== null
  if (session.automatic_tax.enabled && !placed)
    return refuse(world, session, state, 'Choose your country and update the total.')
  const reading = needsCard(session) ? readCard(form, now(world, idOf(session.customer))) : null
  if (reading?.kind === 'bad')
    return paymentPage(world, session, { ...state, card: { ...state.card, ...reading } })
  const holder = { name: form.name.trim(), email: said.buyer.email }
  const outcome = world.store.transaction(() => {
    keepBuyer(world, session, said.buyer)
    const method = reading ? keepCard(world, reading.card, holder) : null
    return completeCheckout(world, session, method, 'on_page')
  })
  return conclude(local, session, outcome, state)
}

async function conclude(
  local: LocalStripe,
  session: Session,
  outcome: CheckoutOutcome,
  state: State,
): Promise<Answer> {
  const { world } = local
  local.courier.wake()
  switch (outcome.kind) {
    case 'complete':
      await local.courier.answered(outcome.event, WEBHOOK_PATIENCE_MS)
      return sendTo(successUrl(outcome.session))
    case 'action':
      return sendTo(`/c/pay/${session.id}/authenticate`)
    case 'declined':
      return refuse(world, session, state, `${outcome.message} Try a different card.`)
    case 'refused': {
      const changed = need(world, 'checkout.session', session.id)
      return refuse(world, changed, state, `${outcome.message} The total has changed.`)
    }
  }
}

async function answerChallenge(
  local: LocalStripe,
  asked: Asked,
  session: Session,
): Promise<Answer> {
  const { world } = local
  const { pendingCard, ...order } = need(world, 'order', session.id)
  if (pendingCard === null) return sendTo(`/c/pay/${session.id}`)
  world.store.put('order', { ...order, pendingCard: null })
  if (new URLSearchParams(asked.body).get('answer') !== 'complete')
    return refuse(
      world,
      session,
      empty,
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    )
  const outcome = world.store.transaction(() =>
    completeCheckout(world, session, pendingCard, 'authenticated'),
  )
  return conclude(local, session, outcome, empty)
}

function challengePage(world: World, session: Session): Answer {
  if (need(world, 'order', session.id).pendingCard === null) return sendTo(`/c/pay/${session.id}`)
  return challenge(
    `/c/pay/${session.id}/authenticate`,
    money(session.amount_total ?? 0, session.currency ?? 'usd'),
  )
}

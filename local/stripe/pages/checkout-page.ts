/** What the payment page looks like, before, after and too late. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Answer } from '../exchange.ts'
import type { World } from '../kernel/world.ts'
import { needsCard } from '../life/quoting.ts'
import { money } from '../objects/money.ts'
import { buyerFields, type BuyerForm, emptyBuyer } from './buyer-form.ts'
import { cardInputs, type CardState, emptyCard, problemNotice } from './card-form.ts'
import { type Promotion, summary } from './checkout-summary.ts'
import { page, sorry } from './layout.ts'

type Session = Stripe.Checkout.Session

/** What was typed, and what was wrong with it. */
export type State = { card: CardState; buyer: BuyerForm; promotion: Promotion }

export const empty: State = {
  card: emptyCard,
  buyer: emptyBuyer,
  promotion: { typed: '', problem: null },
}

/** The page with one sentence about why it is there again. */
export function refuse(world: World, session: Session, state: State, refusal: string): Answer {
  return paymentPage(world, session, { ...state, card: { ...state.card, refusal } })
}

/** Where the buyer goes after paying. */
export function successUrl({ success_url, id }: Session): string {
  return (success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', id)
}

/** The page that is open for payment. A form with something wrong in it keeps what was typed. */
export function paymentPage(world: World, session: Session, state: State): Answer {
  const { buyer, card, promotion } = state
  const marked = card.problems.length > 0 || buyer.problem !== null
  const wrong = marked || card.refusal !== null || promotion.problem !== null
  const once = session.mode === 'payment'
  const due = money(session.amount_total ?? 0, session.currency ?? 'usd')
  const withCard = needsCard(session)
  return page({
    title: once ? 'Pay' : 'Subscribe',
    leaves: true,
    width: 'wide',
    status: wrong ? 422 : 200,
    main: html`<div class="checkout">
      ${summary(world, session, promotion)}
      <section class="card" aria-labelledby="pay">
        <h2 id="pay">${withCard ? 'Pay with card' : 'Nothing is due today'}</h2>
        <form method="post" action="/c/pay/${session.id}">
          ${problemNotice(card.refusal, marked)} ${buyerFields(world, session, buyer)}
          ${withCard ? cardInputs(card) : null}
          <button class="primary">${once ? `Pay ${due}` : 'Subscribe'}</button>
        </form>
        ${smallPrint(session, once)}
      </section>
    </div>`,
  })
}

function smallPrint(session: Session, once: boolean): Markup {
  const message = session.custom_text.submit?.message ?? null
  return html`${message === null ? null : html`<p class="small">${message}</p>`}
    <p class="small">
      ${
        once
          ? null
          : 'By confirming you allow the seller to charge your card for future payments, until you cancel.'
      }
      This is a local stand-in: nothing is charged.
    </p>`
}

/** The page of what is paid. */
export function done(session: Session): Answer {
  return sorry(
    "You're all done here",
    'This payment has been made already. Nothing is charged twice.',
    html`<p><a href="${successUrl(session)}">Go on</a></p>`,
    200,
  )
}

/** The page of what can not be paid any more. */
export function expired(session: Session): Answer {
  const back = session.cancel_url ?? session.success_url
  return sorry(
    'This session has expired',
    'The payment page is no longer open, and nothing was charged. Go back to the site and begin again.',
    back === null ? null : html`<p><a href="${back}">Go back</a></p>`,
    410,
  )
}

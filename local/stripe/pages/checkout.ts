/** The hosted payment page. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import { type Answer, sendTo } from '../exchange.ts'
import type { Asked } from '../exchange.ts'
import { idOf } from '../kernel/reference.ts'
import { now, need, type World } from '../kernel/world.ts'
import { keepCard, readCard } from '../life/cards.ts'
import { completeCheckout, type CheckoutOutcome } from '../life/checking-out.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { intervalInWords, money } from '../objects/money.ts'
import { lineItemsOf } from '../routes/checkout.ts'
import { challenge } from './challenge.ts'
import { cardFields, type CardState, emptyCard, readCardForm } from './card-form.ts'
import { page, sorry } from './layout.ts'

/** Checkout waits so long for the answer to its event before it sends the buyer back. */
const WEBHOOK_PATIENCE_MS = 10_000

/** `/c/pay/ID` and `/c/pay/ID/authenticate`. */
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
  const authenticating = step === 'authenticate'
  if (asked.method === 'GET') {
    if (session.status === 'complete') return done(session)
    return authenticating ? challengePage(world, session) : paymentPage(world, session, emptyCard)
  }
  if (session.status === 'complete') return sendTo(successUrl(session))
  return authenticating ? answerChallenge(local, asked, session) : takeCard(local, asked, session)
}

async function takeCard(
  local: LocalStripe,
  asked: Asked,
  session: Stripe.Checkout.Session,
): Promise<Answer> {
  const { world } = local
  const form = readCardForm(asked.body)
  const email = (new URLSearchParams(asked.body).get('email') ?? '').trim()
  const reading = readCard(form, now(world, idOf(session.customer)))
  const known = session.customer_details?.email ?? null
  if (known === null && !/^[^@\s]+@[^@\s]+$/.test(email))
    return paymentPage(world, session, { form, problems: [], refusal: 'Enter your email.' })
  if (reading.kind === 'bad')
    return paymentPage(world, session, { form, problems: reading.problems, refusal: null })
  const holder = { name: form.name.trim(), email: known ?? email }
  const outcome = world.store.transaction(() => {
    const method = keepCard(world, reading.card, holder)
    return completeCheckout(world, session, method, 'on_page', email)
  })
  return conclude(local, session, outcome, { form, problems: [], refusal: null })
}

async function conclude(
  local: LocalStripe,
  session: Stripe.Checkout.Session,
  outcome: CheckoutOutcome,
  state: CardState,
): Promise<Answer> {
  local.courier.wake()
  switch (outcome.kind) {
    case 'complete':
      await local.courier.answered(outcome.event, WEBHOOK_PATIENCE_MS)
      return sendTo(successUrl(outcome.session))
    case 'action':
      return sendTo(`/c/pay/${session.id}/authenticate`)
    case 'declined':
      return paymentPage(local.world, session, {
        ...state,
        refusal: `${outcome.message} Try a different card.`,
      })
  }
}

async function answerChallenge(
  local: LocalStripe,
  asked: Asked,
  session: Stripe.Checkout.Session,
): Promise<Answer> {
  const { world } = local
  const { pendingCard, ...order } = need(world, 'order', session.id)
  if (pendingCard === null) return sendTo(`/c/pay/${session.id}`)
  world.store.put('order', { ...order, pendingCard: null })
  if (new URLSearchParams(asked.body).get('answer') !== 'complete')
    return paymentPage(world, session, {
      ...emptyCard,
      refusal:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    })
  const outcome = world.store.transaction(() =>
    completeCheckout(world, session, pendingCard, 'authenticated'),
  )
  return conclude(local, session, outcome, emptyCard)
}

function challengePage(world: World, session: Stripe.Checkout.Session): Answer {
  if (need(world, 'order', session.id).pendingCard === null) return sendTo(`/c/pay/${session.id}`)
  return challenge(
    `/c/pay/${session.id}/authenticate`,
    money(session.amount_total ?? 0, session.currency ?? 'usd'),
  )
}

/** Where the buyer goes after paying. */
function successUrl({ success_url, id }: Stripe.Checkout.Session): string {
  return (success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', id)
}

function paymentPage(world: World, session: Stripe.Checkout.Session, state: CardState): Answer {
  const email = session.customer_details?.email ?? null
  const wrong = state.problems.length > 0 || state.refusal !== null
  return page({
    title: 'Subscribe',
    leaves: true,
    width: 'wide',
    status: wrong ? 422 : 200,
    main: html`<div class="checkout">
      ${summary(world, session)}
      <section class="card" aria-labelledby="pay">
        <h2 id="pay">Pay with card</h2>
        <form method="post" action="/c/pay/${session.id}">
          ${email === null ? emailField : html`<p class="email"><span>Email</span> <b>${email}</b></p>`}
          ${cardFields(state)}
          <button class="primary">Subscribe</button>
        </form>
        <p class="small">
          By confirming you allow the seller to charge your card for future payments, until you
          cancel. This is a local stand-in: nothing is charged.
        </p>
      </section>
    </div>`,
  })
}

const emailField = html`<p class="field">
  <label for="email">Email</label>
  <input id="email" name="email" type="email" autocomplete="email" maxlength="254" />
</p>`

function summary(world: World, session: Stripe.Checkout.Session): Markup {
  const { data } = lineItemsOf(world, session.id)
  const currency = session.currency ?? 'usd'
  const product = world.store.get('product', idOf(data[0]?.price?.product) ?? '')
  const [first] = data
  return html`<section class="order" aria-labelledby="order">
    ${session.cancel_url === null ? null : html`<p><a href="${session.cancel_url}">← Back</a></p>`}
    <h1 id="order">Subscribe to ${product?.name ?? 'a subscription'}</h1>
    ${
      first?.price
        ? html`<p class="price">
            <b>${money(first.amount_subtotal, currency)}</b> per ${intervalInWords(first.price)}
          </p>`
        : null
    }
    <dl class="lines">
      ${data.map(
        (line) =>
          html`<div>
            <dt>${line.description ?? ''}</dt>
            <dd>${money(line.amount_total, currency)}</dd>
          </div>`,
      )}
      <div class="total">
        <dt>Total due today</dt>
        <dd>${money(session.amount_total ?? 0, currency)}</dd>
      </div>
    </dl>
  </section>`
}

function done(session: Stripe.Checkout.Session): Answer {
  return sorry(
    "You're all done here",
    'This payment has been made already. Nothing is charged twice.',
    html`<p><a href="${successUrl(session)}">Go on</a></p>`,
    200,
  )
}

function expired(session: Stripe.Checkout.Session): Answer {
  const back = session.cancel_url ?? session.success_url
  return sorry(
    'This session has expired',
    'The payment page is no longer open, and nothing was charged. Go back to the site and begin again.',
    back === null ? null : html`<p><a href="${back}">Go back</a></p>`,
    410,
  )
}

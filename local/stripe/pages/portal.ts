/** The customer portal: card, cancellation, invoices. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import { type Answer, type Asked, sendTo } from '../exchange.ts'
import { idOf } from '../kernel/reference.ts'
import { need, now, type World } from '../kernel/world.ts'
import { authenticate } from '../life/checking-out.ts'
import { keepCard, readCard } from '../life/cards.ts'
import { attachMethod } from '../life/methods.ts'
import { askBank } from '../life/paying.ts'
import { changeSubscription, periodEnd, scheduleEnd } from '../life/subscriptions.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { setDefaultMethod } from '../routes/customers.ts'
import { cardFields, type CardState, emptyCard, readCardForm } from './card-form.ts'
import { challenge } from './challenge.ts'
import { dayOf, page, sorry } from './layout.ts'
import { portalHome } from './portal-home.ts'

/** A link opens for an hour of real time, whatever the time is in here. */
const LINK_SECONDS = 3600

export type Portal = {
  world: World
  /** The address of its first page. */
  home: string
  customer: Stripe.Customer
  returnUrl: string | null
}

/** `/p/session/TOKEN` and what is below it. */
export function answerPortal(
  local: LocalStripe,
  asked: Asked,
  token: string,
  step: string,
): Answer {
  const { world } = local
  const portal = open(world, token)
  if (!portal)
    return sorry(
      'This link has expired',
      'Go back to the site and open the customer portal from there again.',
      null,
      410,
    )
  const answer = world.store.transaction(() => act(portal, asked, step))
  local.courier.wake()
  return answer
}

function open(world: World, token: string): Portal | null {
  const link = world.store.get('portal_link', token)
  if (!link || world.wall() - link.madeAt > LINK_SECONDS) return null
  const session = world.store.get('billing_portal.session', link.session)
  const customer = session && world.store.get('customer', session.customer)
  if (!session || !customer) return null
  return { world, home: `/p/session/${token}`, customer, returnUrl: session.return_url }
}

function act(portal: Portal, asked: Asked, step: string): Answer {
  const posted = asked.method === 'POST'
  const [name = '', id] = step.split('/')
  switch (name) {
    case '':
      return portalHome(portal, asked.url.searchParams.get('done'))
    case 'card':
      return posted ? takeCard(portal, asked) : cardPage(portal, emptyCard)
    case 'authenticate':
      return posted ? finishChallenge(portal, asked, id ?? '') : challengeFor(portal, id ?? '')
    case 'cancel':
      return withSubscription(portal, id, (one) =>
        posted ? cancel(portal, one) : confirmPage(portal, one),
      )
    case 'resume':
      return withSubscription(portal, id, (one) =>
        posted ? resume(portal, one) : sendTo(portal.home),
      )
    default:
      return sorry('Not here', 'There is nothing at this address.', back(portal))
  }
}

function back({ home }: Portal): Markup {
  return html`<p><a href="${home}">Back to your subscription</a></p>`
}

/** Only a running subscription of the portal's own customer. */
function withSubscription(
  portal: Portal,
  id: string | undefined,
  then: (subscription: Stripe.Subscription) => Answer,
): Answer {
  const found = portal.world.store.get('subscription', id ?? '')
  if (!found || idOf(found.customer) !== portal.customer.id || found.ended_at !== null)
    return sorry('No such subscription', 'It is not yours, or it has ended.', back(portal))
  return then(found)
}

/** What the portal sets differs from the API: `cancel_at` alone. */
function cancel({ world, home }: Portal, subscription: Stripe.Subscription): Answer {
  const at = periodEnd(subscription)
  changeSubscription(world, subscription, scheduleEnd(world, subscription, { at, byPeriod: false }))
  return sendTo(`${home}?done=canceled`)
}

function resume({ world, home }: Portal, subscription: Stripe.Subscription): Answer {
  changeSubscription(world, subscription, scheduleEnd(world, subscription, null))
  return sendTo(`${home}?done=renewed`)
}

function confirmPage(portal: Portal, subscription: Stripe.Subscription): Answer {
  return page({
    title: 'Cancel subscription',
    main: html`<section class="card">
      <h1>Cancel your subscription?</h1>
      <p>
        It stays available until the end of the period that is paid for, on
        ${dayOf(periodEnd(subscription))}. Nothing more is charged.
      </p>
      <form method="post" action="${portal.home}/cancel/${subscription.id}" class="choices">
        <button class="primary">Cancel subscription</button>
        <a class="button" href="${portal.home}">Go back</a>
      </form>
    </section>`,
  })
}

function cardPage(portal: Portal, state: CardState): Answer {
  return page({
    title: 'Update payment method',
    status: state.problems.length > 0 || state.refusal !== null ? 422 : 200,
    main: html`<section class="card">
      <h1>Update payment method</h1>
      <form method="post" action="${portal.home}/card">
        ${cardFields(state)}
        <div class="choices">
          <button class="primary">Save card</button>
          <a class="button" href="${portal.home}">Go back</a>
        </div>
      </form>
    </section>`,
  })
}

function takeCard(portal: Portal, asked: Asked): Answer {
  const { world, customer, home } = portal
  const form = readCardForm(asked.body)
  const reading = readCard(form, now(world, customer.id))
  if (reading.kind === 'bad')
    return cardPage(portal, { form, problems: reading.problems, refusal: null })
  const method = keepCard(world, reading.card, { name: form.name.trim(), email: customer.email })
  // A card is set up without a charge, which the bank can refuse or ask its holder about.
  const verdict = askBank(world, customer.id, method, 'on_page')
  if (verdict.kind === 'declined')
    return cardPage(portal, { form, problems: [], refusal: verdict.decline.message })
  if (verdict.kind === 'action') return sendTo(`${home}/authenticate/${method}`)
  return useCard(portal, method)
}

/** The new card pays for what is running and for what comes. */
function useCard({ world, customer, home }: Portal, method: string): Answer {
  attachMethod(world, method, customer.id)
  setDefaultMethod(world, need(world, 'customer', customer.id), method)
  for (const subscription of world.store.all('subscription', customer.id))
    if (subscription.ended_at === null && subscription.default_payment_method !== null)
      changeSubscription(world, subscription, { default_payment_method: method })
  return sendTo(`${home}?done=card`)
}

function challengeFor(portal: Portal, method: string): Answer {
  return challenge(`${portal.home}/authenticate/${method}`, 'nothing today')
}

function finishChallenge(portal: Portal, asked: Asked, method: string): Answer {
  const card = portal.world.store.get('payment_method', method)
  if (!card || card.customer !== null) return sendTo(portal.home)
  if (new URLSearchParams(asked.body).get('answer') !== 'complete')
    return cardPage(portal, {
      ...emptyCard,
      refusal: 'We are unable to authenticate your payment method. Please try another card.',
    })
  authenticate(portal.world, method)
  return useCard(portal, method)
}

/** The page of a portal on which another card is given. */
import { html } from '../../html.ts'
import { type Answer, type Asked, sendTo } from '../exchange.ts'
import { need, now } from '../kernel/world.ts'
import { keepCard, readCard } from '../life/cards.ts'
import { authenticate } from '../life/checking-out.ts'
import { attachMethod } from '../life/methods.ts'
import { askBank } from '../life/paying.ts'
import { changeSubscription } from '../life/subscriptions.ts'
import { setDefaultMethod } from '../routes/customers.ts'
import { cardFields, type CardState, emptyCard, readCardForm } from './card-form.ts'
import { challenge } from './challenge.ts'
import { page } from './layout.ts'
import type { Portal } from './portal.ts'
import { finished, wayBack } from './portal-flow.ts'

export function cardPage(portal: Portal, state: CardState): Answer {
  return page({
    title: 'Update payment method',
    leaves: true,
    status: state.problems.length > 0 || state.refusal !== null ? 422 : 200,
    main: html`<section class="card">
      <h1>Update payment method</h1>
      <form method="post" action="${portal.home}/card">
        ${cardFields(state)}
        <div class="choices">
          <button class="primary">Save card</button>
          ${wayBack(portal)}
        </div>
      </form>
    </section>`,
  })
}

export function takeCard(portal: Portal, asked: Asked): Answer {
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
function useCard(portal: Portal, method: string): Answer {
  const { world, customer } = portal
  attachMethod(world, method, customer.id)
  setDefaultMethod(world, need(world, 'customer', customer.id), method)
  for (const subscription of world.store.all('subscription', customer.id))
    if (subscription.ended_at === null && subscription.default_payment_method !== null)
      changeSubscription(world, subscription, { default_payment_method: method })
  return finished(portal, 'card')
}

export function challengeFor(portal: Portal, method: string): Answer {
  return challenge(`${portal.home}/authenticate/${method}`, 'nothing today')
}

export function finishChallenge(portal: Portal, asked: Asked, method: string): Answer {
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

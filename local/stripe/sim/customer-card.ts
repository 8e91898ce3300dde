/** One customer on the page of controls: what they have, and every state it can be brought to. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import { needId } from '../kernel/reference.ts'
import type { World } from '../kernel/world.ts'
import { subscriptionOf } from '../life/invoicing.ts'
import { money } from '../objects/money.ts'
import { dayOf } from '../pages/layout.ts'
import { button } from './button.ts'
import { disputeOf } from './dashboard.ts'

/** More is not shown of one customer. */
const SHOWN = 10

export function customerCard(world: World, customer: Stripe.Customer): Markup {
  const subscriptions = world.store.all('subscription', customer.id)
  const back = customer.id
  return html`<article>
    <h3>${customer.email ?? customer.id}</h3>
    <p class="small">
      ${customer.id}${customer.test_clock ? ', on a test clock' : null}${
        customer.balance === 0
          ? null
          : `, balance ${money(-customer.balance, customer.currency ?? 'usd')}`
      }
    </p>
    ${
      subscriptions.length === 0
        ? html`<p>No subscription yet.</p>`
        : subscriptions.slice(0, SHOWN).map((one) => subscriptionPart(world, one))
    }
    ${group('A new subscription that is', [
      button('/subscriptions', 'active', { customer: back }, back),
      button('/subscriptions', 'trialing', { customer: back, trial_days: 14 }, back),
      button(
        '/subscriptions',
        'trialing without a card',
        { customer: back, trial_days: 14, card: 'none' },
        back,
      ),
      button(
        '/subscriptions',
        'incomplete',
        { customer: back, card: 'pm_card_chargeDeclined' },
        back,
      ),
    ])}
    ${group('The last charge', chargeButtons(world, customer))}
    ${group('The customer', [button(`/customers/${back}/delete`, 'Delete at Stripe', {}, '')])}
  </article>`
}

function chargeButtons(world: World, { id }: Stripe.Customer): Markup[] {
  const dispute = disputeOf(world, id)
  const open = dispute !== null && dispute.status !== 'won' && dispute.status !== 'lost'
  const refund = button('/refunds', 'Refund', { customer: id }, id)
  if (!open) return [refund, button('/disputes', 'Dispute', { customer: id }, id)]
  const close = (label: string, status: string) =>
    button(`/disputes/${dispute.id}`, label, { status }, id)
  return [
    refund,
    close('Dispute under review', 'under_review'),
    close('Dispute won', 'won'),
    close('Dispute lost', 'lost'),
  ]
}

function group(title: string, buttons: Markup[]): Markup {
  return html`<div role="group" aria-label="${title}">
    <h4>${title}</h4>
    <div class="choices">${buttons}</div>
  </div>`
}

function subscriptionPart(world: World, subscription: Stripe.Subscription): Markup {
  const { ended_at } = subscription
  return html`<section class="state">
    <p>
      <b>${subscription.status}</b>${factsOf(subscription)}
      <span class="small">${subscription.id}</span>
    </p>
    ${openInvoice(world, subscription)} ${ended_at === null ? choicesOf(subscription) : null}
  </section>`
}

function factsOf(subscription: Stripe.Subscription): Markup {
  const { cancel_at, ended_at, pause_collection, trial_end, status } = subscription
  const [item] = subscription.items.data
  if (ended_at !== null) return html`, ended on ${dayOf(ended_at)}`
  return html`${
    status === 'trialing' && trial_end !== null
      ? html`, trial until ${dayOf(trial_end)}`
      : item
        ? html`, period until ${dayOf(item.current_period_end)}`
        : null
  }${cancel_at === null ? null : html`, ends on ${dayOf(cancel_at)}`}${
    pause_collection === null
      ? null
      : `, collection paused (${pause_collection.behavior.replaceAll('_', ' ')})`
  }`
}

/** What is owed can be paid on its page. */
function openInvoice(world: World, subscription: Stripe.Subscription): Markup | null {
  for (const invoice of world.store.list('invoice', needId(subscription.customer)))
    if (invoice.status === 'open' && subscriptionOf(invoice) === subscription.id)
      return html`<p>
        <a href="${invoice.hosted_invoice_url ?? ''}"
          >Pay the open invoice of ${money(invoice.amount_remaining, invoice.currency)}</a
        >
      </p>`
  return null
}

function choicesOf(subscription: Stripe.Subscription): Markup {
  const { id, cancel_at, pause_collection, status } = subscription
  const customer = needId(subscription.customer)
  const state = (label: string, value: string) =>
    button(`/subscriptions/${id}/state`, label, { state: value }, customer)
  const cancel = (label: string, when: string) =>
    button(`/subscriptions/${id}/cancel`, label, { when }, customer)
  const pause = (label: string, value: string) =>
    button(`/subscriptions/${id}/collection`, label, { pause: value }, customer)
  const healthy = status === 'active' || status === 'trialing'
  return html`${group('Cancel', [
    ...(cancel_at === null
      ? [cancel('at period end, by API', 'period_end'), cancel('in the portal', 'portal')]
      : [cancel('not any more', 'not')]),
    cancel('now', 'now'),
  ])}
  ${group('Bring it to', [
    ...(healthy ? [state('past due', 'past_due'), state('unpaid', 'unpaid')] : []),
    ...(status === 'past_due' ? [state('unpaid', 'unpaid')] : []),
    ...(status === 'paused'
      ? [button(`/subscriptions/${id}/resume`, 'resumed', {}, customer)]
      : [state('paused', 'paused')]),
    ...(healthy ? [] : [state('active', 'active')]),
    state('an unknown status', 'unknown'),
  ])}
  ${group(
    'Pause collection',
    pause_collection === null
      ? [
          pause('invoices void', 'void'),
          pause('kept as drafts', 'keep_as_draft'),
          pause('marked uncollectible', 'mark_uncollectible'),
        ]
      : [pause('not any more', 'no')],
  )}`
}

/** `GET /_sim`: who is a customer here, what was told to whom, and buttons that make things happen. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Answer } from '../exchange.ts'
import { offset, serverNow, type World } from '../kernel/world.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { dayOf, momentOf, notice, page } from '../pages/layout.ts'
import { shownDeliveries, stateOf } from './controls.ts'
import { disputeOf } from './dashboard.ts'

const DAY = 24 * 3600
const SHOWN = 20

/** A control as one button. */
function button(path: string, label: string, fields: Record<string, string | number> = {}): Markup {
  return html`<form method="post" action="/_sim${path}">
    ${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button>${label}</button>
  </form>`
}

export function simPage(local: LocalStripe, said: string | null): Answer {
  const { world } = local
  const customers = take(world.store.list('customer'), SHOWN)
  return page({
    title: 'Controls',
    width: 'wide',
    main: html`<h1>Controls</h1>
      <p class="small">
        This is Stripe as the demo sees it. Make time pass, let payments fail, lose messages, and
        watch what the site makes of it.
      </p>
      ${notice(said)} ${clockCard(world)} ${faultCard(local)}
      <section class="card">
        <h2>Customers</h2>
        ${
          customers.length === 0
            ? html`<p>None yet. Subscribe on the site, and one appears here.</p>`
            : customers.map((customer) => customerCard(world, customer))
        }
      </section>
      ${deliveryCard(world)}`,
  })
}

function take<T>(all: Iterable<T>, most: number): T[] {
  const taken: T[] = []
  for (const one of all) {
    if (taken.length >= most) break
    taken.push(one)
  }
  return taken
}

function clockCard(world: World): Markup {
  const ahead = offset(world)
  return html`<section class="card">
    <h2>Time</h2>
    <p>
      It is ${momentOf(serverNow(world))}
      here${ahead > 0 ? html`, ${aheadInWords(ahead)} ahead of the clock on the wall` : null}.
    </p>
    <div class="choices">
      ${button('/advance', 'An hour passes', { seconds: 3600 })}
      ${button('/advance', 'A day passes', { seconds: DAY })}
      ${button('/advance', 'A week passes', { seconds: 7 * DAY })}
      ${button('/advance', '31 days pass', { seconds: 31 * DAY })}
    </div>
  </section>`
}

function aheadInWords(seconds: number): string {
  const [amount, unit] = seconds < 2 * DAY ? [seconds / 3600, 'hours'] : [seconds / DAY, 'days']
  return `${Math.round(amount * 10) / 10} ${unit}`
}

function faultCard(local: LocalStripe): Markup {
  const { charges, webhooks, api } = stateOf(local)
  const set = [
    ...charges.map(({ outcome, count }) => `${count} charge(s): ${outcome}`),
    ...(webhooks ? [`webhooks: ${webhooks.fault}`] : []),
    ...(api ? [`API: ${api.fault}`] : []),
  ]
  return html`<section class="card">
    <h2>Failures</h2>
    <p>${set.length === 0 ? 'Nothing fails at present.' : `Set now: ${set.join(' · ')}.`}</p>
    <div class="choices">
      ${button('/charges', 'Decline the next charge', { outcome: 'decline' })}
      ${button('/charges', 'The next charge needs authentication', { outcome: 'action' })}
      ${button('/webhooks', 'Lose the next 10 webhooks', { fault: 'drop', count: 10 })}
      ${button('/webhooks', 'Send the next 10 webhooks twice', { fault: 'duplicate', count: 10 })}
      ${button('/api', 'Fail the next 5 API calls', { fault: '500', count: 5 })}
      ${button('/reset', 'Let nothing fail')}
    </div>
  </section>`
}

function customerCard(world: World, customer: Stripe.Customer): Markup {
  const subscriptions = take(world.store.list('subscription', customer.id), 5)
  const dispute = disputeOf(world, customer.id)
  const open = dispute !== null && dispute.status !== 'won' && dispute.status !== 'lost'
  return html`<article>
    <h3>${customer.email ?? customer.id}</h3>
    <p class="small">${customer.id}${customer.test_clock ? ', on a test clock' : null}</p>
    ${subscriptions.map((one) => subscriptionRow(one))}
    <div class="choices">
      ${button('/subscriptions', 'Subscribe in the Dashboard', { customer: customer.id })}
      ${button('/refunds', 'Refund the last charge', { customer: customer.id })}
      ${
        open
          ? html`${button(`/disputes/${dispute.id}`, 'Dispute: won', { status: 'won' })}
            ${button(`/disputes/${dispute.id}`, 'Dispute: lost', { status: 'lost' })}`
          : button('/disputes', 'Dispute the last charge', { customer: customer.id })
      }
    </div>
  </article>`
}

function subscriptionRow(subscription: Stripe.Subscription): Markup {
  const { id, status, cancel_at, ended_at } = subscription
  const [item] = subscription.items.data
  const period = item ? html`, period until ${dayOf(item.current_period_end)}` : null
  const end = cancel_at === null || ended_at !== null ? null : html`, ends on ${dayOf(cancel_at)}`
  return html`<p>
      <b>${status}</b>${ended_at === null ? period : null}${end} <span class="small">${id}</span>
    </p>
    ${
      ended_at === null
        ? html`<div class="choices">
            ${button(`/subscriptions/${id}/cancel`, 'Cancel at period end', { when: 'period_end' })}
            ${button(`/subscriptions/${id}/cancel`, 'Cancel now', { when: 'now' })}
          </div>`
        : null
    }`
}

function deliveryCard(world: World): Markup {
  const deliveries = shownDeliveries(world, { limit: SHOWN })
  return html`<section class="card">
    <h2>Webhook deliveries</h2>
    ${
      deliveries.length === 0
        ? html`<p>None yet.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Webhook deliveries">
            <table>
              <thead>
                <tr>
                  <th scope="col">Event</th>
                  <th scope="col">State</th>
                  <th scope="col">Attempts</th>
                  <th scope="col">Again</th>
                </tr>
              </thead>
              <tbody>
                ${deliveries.map(
                  (one) =>
                    html`<tr>
                      <td>${one.type}<br /><span class="small">${momentOf(one.created)}</span></td>
                      <td>${one.state}${one.status === null ? null : ` (${one.status})`}</td>
                      <td>${one.attempts}</td>
                      <td>${button(`/deliveries/${one.id}/resend`, 'Send again')}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`
}

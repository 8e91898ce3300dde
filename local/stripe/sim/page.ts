/** `GET /_sim`: who is a customer here, what was told to whom, and buttons that make things happen. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Answer } from '../exchange.ts'
import { clockNow, offset, serverNow, type World } from '../kernel/world.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { momentOf, notice, page } from '../pages/layout.ts'
import { button } from './button.ts'
import { shownDeliveries, stateOf } from './controls.ts'
import { customerCard } from './customer-card.ts'

const DAY = 24 * 3600
/** Deliveries that are shown, and customers to pick from. */
const SHOWN = 20
const LISTED = 200

/** The page; `picked` is the customer it is about, else the newest one. */
export function simPage(local: LocalStripe, said: string | null, picked: string | null): Answer {
  const { world } = local
  const customers = take(world.store.list('customer'), LISTED)
  const shown = world.store.get('customer', picked ?? '') ?? customers[0] ?? null
  return page({
    title: 'Controls',
    width: 'wide',
    main: html`<h1>Controls</h1>
      <p class="small">
        This is Stripe as the demo sees it. Make time pass, let payments fail, lose messages, and
        watch what the site makes of it.
      </p>
      ${notice(said)} ${clockCard(world, shown)}
      <section class="card">
        <h2>Customer</h2>
        ${
          shown === null
            ? html`<p>None yet. Subscribe on the site, and one appears here.</p>`
            : html`${picker(customers, shown)} ${customerCard(world, shown)}`
        }
      </section>
      ${faultCard(local, shown?.id ?? '')} ${deliveryCard(world)}`,
  })
}

/** Whom the page is about. */
function picker(customers: Stripe.Customer[], shown: Stripe.Customer): Markup {
  const all = customers.some(({ id }) => id === shown.id) ? customers : [shown, ...customers]
  return html`<form method="get" action="/_sim" class="picker">
    <label for="customer">Customer</label>
    <select id="customer" name="customer">
      ${all.map(
        ({ id, email }) =>
          html`<option value="${id}" ${id === shown.id ? html`selected` : null}>
            ${email ?? 'no email'} (${id})
          </option>`,
      )}
    </select>
    <button>Show</button>
  </form>`
}

function take<T>(all: Iterable<T>, most: number): T[] {
  const taken: T[] = []
  for (const one of all) {
    if (taken.length >= most) break
    taken.push(one)
  }
  return taken
}

/** The time of the customer that is shown: a test clock, or the server's own. */
function clockCard(world: World, shown: Stripe.Customer | null): Markup {
  const clock = typeof shown?.test_clock === 'string' ? shown.test_clock : null
  const ahead = offset(world)
  const pass = (label: string, seconds: number) =>
    button('/advance', label, { seconds, ...(clock === null ? {} : { clock }) }, shown?.id ?? '')
  return html`<section class="card">
    <h2>Time</h2>
    <p>
      ${
        clock === null
          ? html`It is ${momentOf(serverNow(world))}
            here${ahead > 0 ? html`, ${aheadInWords(ahead)} ahead of the clock on the wall` : null}.`
          : html`It is ${momentOf(clockNow(world, clock))} by the test clock of this customer.`
      }
    </p>
    <div class="choices">
      ${pass('An hour passes', 3600)} ${pass('A day passes', DAY)} ${pass('A week passes', 7 * DAY)}
      ${pass('A month passes (31 days)', 31 * DAY)}
    </div>
  </section>`
}

function aheadInWords(seconds: number): string {
  const [amount, unit] = seconds < 2 * DAY ? [seconds / 3600, 'hours'] : [seconds / DAY, 'days']
  return `${Math.round(amount * 10) / 10} ${unit}`
}

function faultCard(local: LocalStripe, back: string): Markup {
  const { charges, webhooks, api } = stateOf(local)
  const set = [
    ...charges.map(({ outcome, count }) => `${count} charge(s): ${outcome}`),
    ...(webhooks ? [`webhooks: ${webhooks.fault}`] : []),
    ...(api ? [`API: ${api.fault}`] : []),
  ]
  const arm = (path: string, label: string, fields: Record<string, string | number>) =>
    button(path, label, fields, back)
  return html`<section class="card">
    <h2>Failures</h2>
    <p>${set.length === 0 ? 'Nothing fails at present.' : `Set now: ${set.join(' · ')}.`}</p>
    <div class="choices">
      ${arm('/charges', 'Decline the next charge', { outcome: 'decline' })}
      ${arm('/charges', 'The next charge needs authentication', { outcome: 'action' })}
      ${arm('/webhooks', 'Lose the next 10 webhooks', { fault: 'drop', count: 10 })}
      ${arm('/webhooks', 'Send the next 10 webhooks twice', { fault: 'duplicate', count: 10 })}
      ${arm('/api', 'Fail the next 5 API calls', { fault: '500', count: 5 })}
      ${arm('/reset', 'Let nothing fail', {})}
    </div>
  </section>`
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

import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Answer } from '../exchange.ts'
import { idOf } from '../kernel/reference.ts'
import { periodEnd } from '../life/subscriptions.ts'
import { intervalInWords, money } from '../objects/money.ts'
import { dayOf, notice, page } from './layout.ts'
import type { Portal } from './portal.ts'
import { changeable } from './portal-details.ts'
import { otherPrices } from './portal-update.ts'

const said: Record<string, string> = {
  canceled: 'Your subscription has been canceled. It stays available until the date below.',
  renewed: 'Your subscription goes on.',
  card: 'Your card has been saved, and pays from now on.',
  details: 'Your information has been saved.',
  ended: 'Your subscription has ended.',
  updated: 'Your subscription has been updated.',
}

/** The first page of the portal. */
export function portalHome(portal: Portal, done: string | null): Answer {
  const { world, customer, returnUrl, configuration } = portal
  const { features, business_profile: profile } = configuration
  const all = world.store.all('subscription', customer.id)
  const running = all.filter(({ ended_at }) => ended_at === null)
  const invoices = world.store
    .all('invoice', customer.id)
    .filter(({ status }) => status !== 'draft')
  return page({
    title: 'Your subscription',
    leaves: true,
    main: html`${
        returnUrl === null
          ? null
          : html`<p><a href="${returnUrl}">Return to ${new URL(returnUrl).host}</a></p>`
      }
      ${profile.headline === null ? null : html`<p class="small">${profile.headline}</p>`}
      ${notice(done === null ? null : (said[done] ?? null))}
      <section class="card">
        <h1>Your subscription</h1>
        <p class="small">Signed in as ${customer.email ?? customer.id}</p>
        ${
          running.length === 0
            ? html`<p>You have no subscription at present.</p>`
            : running.map((one) => subscriptionCard(portal, one))
        }
      </section>
      <section class="card">
        <h2>Payment method</h2>
        <p>${cardInWords(portal, running[0])}</p>
        ${
          features.payment_method_update.enabled
            ? html`<p><a class="button" href="${portal.home}/card">Update payment method</a></p>`
            : null
        }
      </section>
      ${informationCard(portal)}
      ${
        features.invoice_history.enabled
          ? html`<section class="card">
              <h2>Invoices</h2>
              ${invoices.length === 0 ? html`<p>None yet.</p>` : invoiceTable(invoices)}
            </section>`
          : null
      }
      ${legalLinks(profile)}`,
  })
}

/** What is known of the customer, and may be changed by them. */
function informationCard(portal: Portal): Markup | null {
  const { customer, home } = portal
  const fields = changeable(portal)
  if (fields.length === 0) return null
  return html`<section class="card">
    <h2>Billing information</h2>
    <dl class="facts">
      ${fields.map(
        ({ name, label }) =>
          html`<dt>${label}</dt>
            <dd>${customer[name] ?? '—'}</dd>`,
      )}
    </dl>
    <p><a class="button" href="${home}/details">Update information</a></p>
  </section>`
}

function legalLinks({
  privacy_policy_url: privacy,
  terms_of_service_url: terms,
}: Portal['configuration']['business_profile']): Markup | null {
  if (privacy === null && terms === null) return null
  return html`<p class="small">
    ${terms === null ? null : html`<a href="${terms}">Terms</a>`}
    ${privacy === null ? null : html`<a href="${privacy}">Privacy</a>`}
  </p>`
}

function subscriptionCard(portal: Portal, subscription: Stripe.Subscription): Markup {
  const [item] = subscription.items.data
  const product = portal.world.store.get('product', idOf(item?.price.product) ?? '')
  return html`<article>
    <h2>${product?.name ?? 'Subscription'}</h2>
    ${
      item
        ? html`<p>
            <b
              >${money((item.price.unit_amount ?? 0) * (item.quantity ?? 1), subscription.currency)}</b
            >
            per ${intervalInWords(item.price)}
          </p>`
        : null
    }
    <p>${stateInWords(subscription)}</p>
    ${choicesOf(portal, subscription)}
  </article>`
}

/** What the configuration lets people do with it. */
function choicesOf(portal: Portal, subscription: Stripe.Subscription): Markup | null {
  const { home, configuration } = portal
  const { enabled } = configuration.features.subscription_cancel
  if (subscription.cancel_at !== null)
    return enabled
      ? html`<form method="post" action="${home}/resume/${subscription.id}">
          <button>Don't cancel subscription</button>
        </form>`
      : null
  const update = otherPrices(portal, subscription).length > 0
  if (!enabled && !update) return null
  return html`<p class="choices">
    ${
      update
        ? html`<a class="button" href="${home}/update/${subscription.id}">Update subscription</a>`
        : null
    }
    ${
      enabled
        ? html`<a class="button" href="${home}/cancel/${subscription.id}">Cancel subscription</a>`
        : null
    }
  </p>`
}

function stateInWords(subscription: Stripe.Subscription): Markup {
  const { status, cancel_at, trial_end } = subscription
  if (cancel_at !== null) return html`Canceled: it ends on ${dayOf(cancel_at)}.`
  if (status === 'trialing' && trial_end !== null)
    return html`The free trial ends on ${dayOf(trial_end)}.`
  if (status === 'past_due' || status === 'unpaid')
    return html`The last payment failed. Update your card, then pay the open invoice below.`
  if (status === 'incomplete') return html`The first payment is not complete.`
  if (status === 'paused') return html`Paused: there is no payment method.`
  return html`Renews on ${dayOf(periodEnd(subscription))}.`
}

function cardInWords(
  { world, customer }: Portal,
  running: Stripe.Subscription | undefined,
): string {
  const id =
    idOf(running?.default_payment_method) ?? idOf(customer.invoice_settings.default_payment_method)
  const card = world.store.get('payment_method', id ?? '')?.card
  if (!card) return 'No card is saved.'
  const expiry = `${String(card.exp_month).padStart(2, '0')} / ${String(card.exp_year).slice(-2)}`
  return `${card.brand} ending in ${card.last4}, expires ${expiry}`
}

/** With the link that pays it, or shows its receipt. */
function invoiceTable(invoices: Stripe.Invoice[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Date</th>
        <th scope="col">Amount</th>
        <th scope="col">Status</th>
        <th scope="col">Invoice</th>
      </tr>
    </thead>
    <tbody>
      ${invoices.map(
        (invoice) =>
          html`<tr>
            <td>${dayOf(invoice.effective_at ?? invoice.created)}</td>
            <td>${money(invoice.total, invoice.currency)}</td>
            <td>${invoice.status ?? ''}</td>
            <td>
              <a href="${invoice.hosted_invoice_url ?? ''}"
                >${invoice.status === 'open' ? 'Pay' : 'View'} ${invoice.number ?? ''}</a
              >
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

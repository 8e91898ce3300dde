/** The pages of a portal on which a subscription goes to another price. */
import type { Stripe } from 'stripe'
import { html } from '../../html.ts'
import { type Answer, type Asked, sendTo } from '../exchange.ts'
import { invalid } from '../kernel/api-error.ts'
import { needId } from '../kernel/reference.ts'
import { need } from '../kernel/world.ts'
import { changeItems, planFor } from '../life/changing.ts'
import { previewInvoice } from '../life/previewing.ts'
import type { Change, ProrationBehavior } from '../life/prorating.ts'
import { incompleteError } from '../life/starting.ts'
import { intervalInWords, money } from '../objects/money.ts'
import { itemsAfter } from '../routes/subscription-items.ts'
import { dayOf, page } from './layout.ts'
import type { Portal } from './portal.ts'
import { finished, wayBack } from './portal-flow.ts'

/** The prices that the configuration lets people change to; the present one is none of them. */
export function otherPrices(portal: Portal, subscription: Stripe.Subscription): Stripe.Price[] {
  const { enabled, products, default_allowed_updates } =
    portal.configuration.features.subscription_update
  const [item] = subscription.items.data
  if (!enabled || !default_allowed_updates.includes('price')) return []
  return (products ?? [])
    .flatMap(({ prices }) => prices)
    .map((id) => need(portal.world, 'price', id))
    .filter(
      ({ active, currency, id }) =>
        active && currency === subscription.currency && id !== item?.price.id,
    )
}

export function updatePage(portal: Portal, subscription: Stripe.Subscription): Answer {
  const prices = otherPrices(portal, subscription)
  if (prices.length === 0) return sendTo(portal.home)
  const nameOf = ({ product }: Stripe.Price) =>
    portal.world.store.get('product', needId(product))?.name ?? 'Subscription'
  return page({
    title: 'Update subscription',
    main: html`<section class="card">
      <h1>Update your subscription</h1>
      <form method="get" action="${portal.home}/update/${subscription.id}">
        <fieldset>
          <legend>Change to</legend>
          ${prices.map(
            (price, at) =>
              html`<p>
                <label
                  ><input
                    type="radio"
                    name="price"
                    value="${price.id}"
                    ${at === 0 ? html`checked` : null}
                  />
                  ${nameOf(price)}, ${money(price.unit_amount ?? 0, price.currency)} per
                  ${intervalInWords(price)}</label
                >
              </p>`,
          )}
        </fieldset>
        <div class="choices">
          <button class="primary">Continue</button>
          ${wayBack(portal)}
        </div>
      </form>
    </section>`,
  })
}

/** What it costs, before anything is done. */
export function confirmPage(
  portal: Portal,
  subscription: Stripe.Subscription,
  asked: Asked,
): Answer {
  const price = asked.url.searchParams.get('price') ?? ''
  const change = changeTo(portal, subscription, price)
  const now = planFor(portal.world, subscription, change).bills
  const invoice = previewInvoice(portal.world, {
    subscription,
    change,
    end: 'not',
    recurring: false,
  })
  const [item] = change.items
  return page({
    title: 'Confirm your update',
    leaves: true,
    main: html`<section class="card">
      <h1>Confirm your update</h1>
      ${
        item
          ? html`<p>
              From now on: ${money(item.price.unit_amount ?? 0, item.price.currency)} per
              ${intervalInWords(item.price)}.
            </p>`
          : null
      }
      ${
        invoice
          ? html`<dl class="lines">
              ${invoice.lines.data.map(
                (line) =>
                  html`<div>
                    <dt>${line.description ?? ''}</dt>
                    <dd>${money(line.amount, line.currency)}</dd>
                  </div>`,
              )}
              <div class="total">
                <dt>${now ? 'Due today' : html`Due on ${dayOf(invoice.created)}`}</dt>
                <dd>${money(invoice.amount_due, invoice.currency)}</dd>
              </div>
            </dl>`
          : null
      }
      <form method="post" action="${portal.home}/update/${subscription.id}">
        <input type="hidden" name="price" value="${price}" />
        <div class="choices">
          <button class="primary">Confirm</button>
          ${wayBack(portal)}
        </div>
      </form>
    </section>`,
  })
}

/** Changes it; when that costs something today which can not be collected, nothing has changed. */
export function takeUpdate(
  portal: Portal,
  subscription: Stripe.Subscription,
  asked: Asked,
): Answer {
  const price = new URLSearchParams(asked.body).get('price') ?? ''
  const change = changeTo(portal, subscription, price)
  const { collection } = changeItems(portal.world, subscription, change, {}, 'error_if_incomplete')
  if (collection?.kind === 'failed') throw incompleteError(collection.outcome)
  return finished(portal, 'updated')
}

function changeTo(portal: Portal, subscription: Stripe.Subscription, id: string): Change {
  const price = otherPrices(portal, subscription).find((one) => one.id === id)
  const [item] = subscription.items.data
  if (!price || !item) throw invalid('Your subscription can not be changed to this price.')
  const { billing_cycle_anchor: anchor, proration_behavior } =
    portal.configuration.features.subscription_update
  const given = { id: item.id, price: price.id, quantity: item.quantity ?? 1 }
  return {
    items: itemsAfter(portal.world, subscription, [given]),
    behavior: behaviorOf(proration_behavior),
    date: null,
    restart: anchor === 'now' && subscription.status !== 'trialing',
  }
}

function behaviorOf(word: string): ProrationBehavior {
  return word === 'always_invoice' || word === 'create_prorations' ? word : 'none'
}

/** What is bought, and what it comes to, on the payment page. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import { idOf } from '../kernel/reference.ts'
import { need, type World } from '../kernel/world.ts'
import { countryOf, lineItemsOf } from '../life/quoting.ts'
import { intervalInWords, money } from '../objects/money.ts'
import { countries } from './countries.ts'

type Session = Stripe.Checkout.Session

/** The field of the promotion code: what was typed, and why it can not be redeemed. */
export type Promotion = { typed: string; problem: string | null }

/** The left half of the page. */
export function summary(world: World, session: Session, promotion: Promotion): Markup {
  const { data } = lineItemsOf(world, session.id)
  const currency = session.currency ?? 'usd'
  const product = world.store.get('product', idOf(data[0]?.price?.product) ?? '')
  const [first] = data
  const name = product?.name ?? 'a subscription'
  return html`<section class="order" aria-labelledby="order">
    ${session.cancel_url === null ? null : html`<p><a href="${session.cancel_url}">← Back</a></p>`}
    <h1 id="order">${session.mode === 'payment' ? name : html`Subscribe to ${name}`}</h1>
    ${
      first?.price
        ? html`<p class="price">
            <b>${money(first.amount_subtotal, currency)}</b>
            ${first.price.recurring ? html`per ${intervalInWords(first.price)}` : null}
          </p>`
        : null
    }
    ${product?.description ? html`<p>${product.description}</p>` : null}
    <dl class="lines">
      ${data.map(
        (line) =>
          html`<div>
            <dt>${line.description ?? ''}</dt>
            <dd>${money(line.amount_subtotal, currency)}</dd>
          </div>`,
      )}
      ${reductions(world, session)}
      <div class="total">
        <dt>Total due today</dt>
        <dd>${money(session.amount_total ?? 0, currency)}</dd>
      </div>
    </dl>
    ${promotionForm(session, promotion)} ${countryForm(world, session)}
  </section>`
}

function reductions(world: World, session: Session): Markup {
  const currency = session.currency ?? 'usd'
  const { amount_discount = 0, amount_tax = 0 } = session.total_details ?? {}
  const [held] = session.discounts ?? []
  return html`${
    held
      ? html`<div>
          <dt>${discountInWords(world, held)}</dt>
          <dd>${money(-amount_discount, currency)}</dd>
        </div>`
      : null
  }
  ${
    session.automatic_tax.status === 'complete'
      ? html`<div>
          <dt>Tax</dt>
          <dd>${money(amount_tax, currency)}</dd>
        </div>`
      : null
  }`
}

/** "WELCOME: 50% off for 3 months" */
function discountInWords(world: World, held: Stripe.Checkout.Session.Discount): string {
  const code = world.store.get('promotion_code', idOf(held.promotion_code) ?? '')
  const id = idOf(held.coupon) ?? idOf(code?.promotion.coupon) ?? ''
  const coupon = world.store.get('coupon', id) ?? need(world, 'deleted_coupon', id)
  const name = code?.code ?? coupon.name ?? id
  const off =
    coupon.percent_off === null
      ? money(coupon.amount_off ?? 0, coupon.currency ?? 'usd')
      : `${coupon.percent_off}%`
  const months = coupon.duration_in_months ?? 0
  if (coupon.duration === 'repeating')
    return `${name}: ${off} off for ${months === 1 ? '1 month' : `${months} months`}`
  return `${name}: ${off} off${coupon.duration === 'once' ? ' once' : ''}`
}

function promotionForm(session: Session, { typed, problem }: Promotion): Markup | null {
  if (!session.allow_promotion_codes) return null
  const action = `/c/pay/${session.id}/promotion`
  if ((session.discounts ?? []).length > 0)
    return html`<form method="post" action="${action}" class="undo">
      <button name="promotion_code" value="">Remove promotion code</button>
    </form>`
  return html`<form method="post" action="${action}" class="aside">
    <p class="field">
      <label for="promotion_code">Promotion code</label>
      <input
        id="promotion_code"
        name="promotion_code"
        value="${typed}"
        autocomplete="off"
        maxlength="100"
        ${problem === null ? null : html`aria-invalid="true" aria-describedby="promotion-problem"`}
      />
      ${problem === null ? null : html`<span class="wrong" id="promotion-problem">${problem}</span>`}
    </p>
    <button>Apply</button>
  </form>`
}

/** Whether the buyer is asked where they live: the tax depends on it. */
export function asksForCountry(world: World, session: Session): boolean {
  if (!session.automatic_tax.enabled) return false
  const order = need(world, 'order', session.id)
  const customer = world.store.get('customer', idOf(session.customer) ?? '')
  return !customer?.address?.country || order.update?.address === true
}

function countryForm(world: World, session: Session): Markup | null {
  if (!asksForCountry(world, session)) return null
  const chosen = countryOf(world, session, need(world, 'order', session.id))
  return html`<form method="post" action="/c/pay/${session.id}/country" class="aside">
    <p class="field">
      <label for="country">Country</label>
      <select id="country" name="country" autocomplete="country">
        <option value="">Choose your country</option>
        ${countries.map(
          ({ code, name }) =>
            html`<option value="${code}" ${code === chosen ? html`selected` : null}>
              ${name}
            </option>`,
        )}
      </select>
    </p>
    <button>Update total</button>
  </form>`
}

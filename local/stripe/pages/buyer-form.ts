/** What the payment page asks of buyers about themselves, apart from their card. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Buyer } from '../kernel/kinds.ts'
import { idOf } from '../kernel/reference.ts'
import type { World } from '../kernel/world.ts'
import { readTaxId, taxIdsOf } from '../life/tax-ids.ts'

/** The fields as they were typed. */
export type BuyerForm = { email: string; isBusiness: boolean; businessName: string; taxId: string }

export const emptyBuyer: BuyerForm = { email: '', isBusiness: false, businessName: '', taxId: '' }

/** Reads the fields of a posted form. */
export function readBuyerForm(body: string): BuyerForm {
  const fields = new URLSearchParams(body)
  const field = (name: string) => (fields.get(name) ?? '').trim().slice(0, 254)
  return {
    email: field('email'),
    isBusiness: fields.has('business'),
    businessName: field('business_name'),
    taxId: field('tax_id'),
  }
}

/** Whether the page asks for a business: not of one whose tax id is known. */
export function asksForBusiness(world: World, session: Stripe.Checkout.Session): boolean {
  if (!session.tax_id_collection?.enabled) return false
  const customer = idOf(session.customer)
  return customer === null || taxIdsOf(world, customer).length === 0
}

export type BuyerReading =
  | { kind: 'good'; buyer: Pick<Buyer, 'email' | 'business'> }
  | { kind: 'bad'; refusal: string }

/** What the form says of the buyer, or what is wrong with it. */
export function readBuyer(
  world: World,
  session: Stripe.Checkout.Session,
  form: BuyerForm,
): BuyerReading {
  const known = session.customer_details?.email ?? null
  if (known === null && !/^[^@\s]+@[^@\s]+$/.test(form.email))
    return { kind: 'bad', refusal: 'Enter your email.' }
  const email = known ?? form.email
  if (!form.isBusiness || !asksForBusiness(world, session))
    return { kind: 'good', buyer: { email, business: null } }
  if (form.businessName === '') return { kind: 'bad', refusal: 'Enter your business name.' }
  const taxId = readTaxId(form.taxId)
  if (taxId === null)
    return {
      kind: 'bad',
      refusal: 'Your tax ID is invalid. Begin it with your country, such as DE123456789.',
    }
  return { kind: 'good', buyer: { email, business: { name: form.businessName, taxId } } }
}

/** Email, and business where it is asked for. */
export function buyerFields(
  world: World,
  session: Stripe.Checkout.Session,
  form: BuyerForm,
): Markup {
  const known = session.customer_details?.email ?? null
  return html`${
    known === null
      ? html`<p class="field">
          <label for="email">Email</label>
          <input
            id="email"
            name="email"
            type="email"
            value="${form.email}"
            autocomplete="email"
            maxlength="254"
          />
        </p>`
      : html`<p class="email"><span>Email</span> <b>${known}</b></p>`
  }
  ${asksForBusiness(world, session) ? businessFields(form) : null}`
}

/** The fields show when the box is ticked: the style sheet does that, without a script. */
function businessFields({ isBusiness, businessName, taxId }: BuyerForm): Markup {
  return html`<div class="business">
    <p class="tick">
      <input
        id="business"
        name="business"
        type="checkbox"
        value="yes"
        ${isBusiness ? html`checked` : null}
      />
      <label for="business">I'm buying as a business</label>
    </p>
    <div class="business-fields">
      <p class="field">
        <label for="business_name">Business name</label>
        <input
          id="business_name"
          name="business_name"
          value="${businessName}"
          autocomplete="organization"
          maxlength="150"
        />
      </p>
      <p class="field">
        <label for="tax_id">Tax ID</label>
        <input
          id="tax_id"
          name="tax_id"
          value="${taxId}"
          autocomplete="off"
          maxlength="40"
          aria-describedby="tax_id-hint"
        />
        <span class="small" id="tax_id-hint">
          DE123456789 (EU VAT), GB123456789 (UK VAT), 12-3456789 (US EIN)
        </span>
      </p>
    </div>
  </div>`
}

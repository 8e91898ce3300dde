/** What the payment page asks of buyers about themselves, apart from their card. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Buyer } from '../kernel/kinds.ts'
import { idOf } from '../kernel/reference.ts'
import type { World } from '../kernel/world.ts'
import { readTaxId, taxIdsOf } from '../life/tax-ids.ts'

type FieldName = 'email' | 'business_name' | 'tax_id'

/** The fields as they were typed, and the one that is wrong. */
export type BuyerForm = {
  email: string
  isBusiness: boolean
  businessName: string
  taxId: string
  problem: { field: FieldName; message: string } | null
}

export const emptyBuyer: BuyerForm = {
  email: '',
  isBusiness: false,
  businessName: '',
  taxId: '',
  problem: null,
}

/** Reads the fields of a posted form. */
export function readBuyerForm(body: string): BuyerForm {
  const fields = new URLSearchParams(body)
  const typed = (name: string) => (fields.get(name) ?? '').trim().slice(0, 254)
  return {
    email: typed('email'),
    isBusiness: fields.has('business'),
    businessName: typed('business_name'),
    taxId: typed('tax_id'),
    problem: null,
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
  | { kind: 'bad'; form: BuyerForm }

/** What the form says of the buyer, or the form with what is wrong with it. */
export function readBuyer(
  world: World,
  session: Stripe.Checkout.Session,
  form: BuyerForm,
): BuyerReading {
  const bad = (field: FieldName, message: string): BuyerReading => ({
    kind: 'bad',
    form: { ...form, problem: { field, message } },
  })
  const known = session.customer_details?.email ?? null
  if (known === null && !/^[^@\s]+@[^@\s]+$/.test(form.email))
    return bad('email', 'Enter your email.')
  const email = known ?? form.email
  if (!form.isBusiness || !asksForBusiness(world, session))
    return { kind: 'good', buyer: { email, business: null } }
  if (form.businessName === '') return bad('business_name', 'Enter your business name.')
  const taxId = readTaxId(form.taxId)
  if (taxId === null)
    return bad('tax_id', 'Your tax ID is invalid. Write it as in one of the examples.')
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
      ? textField(form, { name: 'email', label: 'Email', value: form.email, autocomplete: 'email' })
      : html`<p class="email"><span>Email</span> <b>${known}</b></p>`
  }
  ${asksForBusiness(world, session) ? businessFields(form) : null}`
}

type Field = {
  name: FieldName
  label: string
  value: string
  autocomplete: string
  hint?: string
}

function textField(
  { problem }: BuyerForm,
  { name, label, value, autocomplete, hint }: Field,
): Markup {
  const message = problem?.field === name ? problem.message : null
  const about = [
    ...(message === null ? [] : [`${name}-problem`]),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ].join(' ')
  return html`<p class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${name === 'email' ? 'email' : 'text'}"
      value="${value}"
      autocomplete="${autocomplete}"
      maxlength="254"
      ${about === '' ? null : html`aria-describedby="${about}"`}
      ${message === null ? null : html`aria-invalid="true"`}
    />
    ${message === null ? null : html`<span class="wrong" id="${name}-problem">${message}</span>`}
    ${hint === undefined ? null : html`<span class="small" id="${name}-hint">${hint}</span>`}
  </p>`
}

/** The fields show when the box is ticked: the style sheet does that, without a script. */
function businessFields(form: BuyerForm): Markup {
  return html`<div class="business">
    <p class="tick">
      <input
        id="business"
        name="business"
        type="checkbox"
        value="yes"
        ${form.isBusiness ? html`checked` : null}
      />
      <label for="business">I'm buying as a business</label>
    </p>
    <div class="business-fields">
      ${textField(form, {
        name: 'business_name',
        label: 'Business name',
        value: form.businessName,
        autocomplete: 'organization',
      })}
      ${textField(form, {
        name: 'tax_id',
        label: 'Tax ID',
        value: form.taxId,
        autocomplete: 'off',
        hint: 'DE123456789 (EU VAT), GB123456789 (UK VAT), 12-3456789 (US EIN)',
      })}
    </div>
  </div>`
}

/** The fields of a card, and what was wrong with them. */
import { html, type Markup } from '../../html.ts'
import type { CardForm, CardProblem } from '../life/cards.ts'

export type CardState = { form: CardForm; problems: CardProblem[]; refusal: string | null }

export const emptyCard: CardState = {
  form: { number: '', expiry: '', cvc: '', name: '' },
  problems: [],
  refusal: null,
}

/** Reads the fields of a posted form. */
export function readCardForm(body: string): CardForm {
  const fields = new URLSearchParams(body)
  const field = (name: string) => (fields.get(name) ?? '').slice(0, 100)
  return {
    number: field('number'),
    expiry: field('expiry'),
    cvc: field('cvc'),
    name: field('name'),
  }
}

type Field = {
  name: CardProblem['field']
  label: string
  autocomplete: string
  placeholder: string
  numeric: boolean
}

const fields: Field[] = [
  {
    name: 'number',
    label: 'Card number',
    autocomplete: 'cc-number',
    placeholder: '4242 4242 4242 4242',
    numeric: true,
  },
  {
    name: 'expiry',
    label: 'Expiration',
    autocomplete: 'cc-exp',
    placeholder: 'MM / YY',
    numeric: true,
  },
  { name: 'cvc', label: 'CVC', autocomplete: 'cc-csc', placeholder: '123', numeric: true },
  {
    name: 'name',
    label: 'Name on card',
    autocomplete: 'cc-name',
    placeholder: '',
    numeric: false,
  },
]

/** Why a form was refused, for everybody to hear. */
export function problemNotice(refusal: string | null, marked: boolean): Markup | null {
  return refusal === null && !marked
    ? null
    : html`<p class="problem" role="alert">
        ${refusal ?? 'Please look at the fields that are marked.'}
      </p>`
}

/** What was wrong with a form, and its fields. */
export function cardFields(state: CardState): Markup {
  return html`${problemNotice(state.refusal, state.problems.length > 0)} ${cardInputs(state)}`
}

/** The fields alone. The security code is never shown again. */
export function cardInputs({ form, problems }: CardState): Markup {
  return html`<div class="card-fields">
      ${fields.map((field) => cardField(field, field.name === 'cvc' ? '' : form[field.name], problems))}
    </div>
    ${testCards}`
}

function cardField(field: Field, value: string, problems: CardProblem[]): Markup {
  const problem = problems.find((one) => one.field === field.name)?.message ?? null
  return html`<p class="field field-${field.name}">
    <label for="${field.name}">${field.label}</label>
    <input
      id="${field.name}"
      name="${field.name}"
      value="${value}"
      autocomplete="${field.autocomplete}"
      placeholder="${field.placeholder}"
      maxlength="60"
      ${field.numeric ? html`inputmode="numeric"` : null}
      ${problem === null ? null : html`aria-invalid="true" aria-describedby="${field.name}-problem"`}
    />
    ${problem === null ? null : html`<span class="wrong" id="${field.name}-problem">${problem}</span>`}
  </p>`
}

const testCards = html`<details class="test-cards">
  <summary>Test cards</summary>
  <dl>
    <dt>4242 4242 4242 4242</dt>
    <dd>succeeds</dd>
    <dt>4000 0025 0000 3155</dt>
    <dd>asks for authentication</dd>
    <dt>4000 0000 0000 9995</dt>
    <dd>declined: insufficient funds</dd>
    <dt>4000 0000 0000 0341</dt>
    <dd>succeeds here, fails at every later charge</dd>
  </dl>
  <p>Any expiration in the future, any three digits as CVC.</p>
</details>`

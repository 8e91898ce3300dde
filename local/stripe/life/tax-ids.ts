/** The tax ids of customers: which there are, and how they read. */
import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { create, now, type World } from '../kernel/world.ts'

const EU = 'AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI'

/** How an id of each type reads, without spaces; with the country that gives it. */
const types: { type: Stripe.TaxId.Type; reads: RegExp; country: (value: string) => string }[] = [
  {
    type: 'eu_vat',
    reads: new RegExp(`^(${EU})[0-9A-Z+*]{2,13}$`),
    country: (value) => value.slice(0, 2).replace('EL', 'GR').replace('XI', 'GB'),
  },
  { type: 'gb_vat', reads: /^GB(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, country: () => 'GB' },
  { type: 'us_ein', reads: /^\d{2}-\d{7}$/, country: () => 'US' },
  { type: 'ch_vat', reads: /^CHE-?\d{3}\.?\d{3}\.?\d{3}(MWST|TVA|IVA)$/, country: () => 'CH' },
  { type: 'no_vat', reads: /^\d{9}MVA$/, country: () => 'NO' },
]

export const taxIdTypes = types.map(({ type }) => type)

export type NamedTaxId = { type: Stripe.TaxId.Type; value: string }

/** Which type an id is of by how it reads, or null when it reads like none. */
export function readTaxId(typed: string): NamedTaxId | null {
  const value = typed.replace(/\s/g, '').toUpperCase()
  const found = types.find(({ reads }) => reads.test(value))
  return found ? { type: found.type, value } : null
}

/** Whether a value reads like an id of this type. */
export function isTaxId({ type, value }: NamedTaxId): boolean {
  return types.some((one) => one.type === type && one.reads.test(value))
}

/** The tax ids of a customer, the oldest first. */
export function taxIdsOf(world: World, customer: string): Stripe.TaxId[] {
  return world.store.all('tax_id', customer).toReversed()
}

/** Adds a tax id to a customer. Nobody looks it up here. */
export function addTaxId(
  world: World,
  customer: string,
  { type, value }: NamedTaxId,
): Stripe.TaxId {
  const made: Stripe.TaxId = {
    id: newId('txi'),
    object: 'tax_id',
    country: types.find((one) => one.type === type)?.country(value) ?? null,
    created: now(world, customer),
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: 'customer' },
    type,
    value,
    verification: { status: 'unavailable', verified_address: null, verified_name: null },
  }
  return create(world, 'tax_id', made, 'customer.tax_id.created')
}

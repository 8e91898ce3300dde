import type { Stripe } from 'stripe'
import { z } from 'zod'
import { missing } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import {
  clearableText,
  common,
  integer,
  email,
  listing,
  metadata,
  range,
  text,
  within,
} from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import {
  change,
  clockNow,
  create,
  mergeMetadata,
  need,
  serverNow,
  type World,
} from '../kernel/world.ts'
import { attachMethod, methodOfCustomer } from '../life/methods.ts'
import { keepTestCard } from '../life/cards.ts'
import { endSubscription } from '../life/subscriptions.ts'
import { buildCustomer } from '../objects/customer.ts'

const address = z.strictObject({
  city: clearableText.optional(),
  country: clearableText.optional(),
  line1: clearableText.optional(),
  line2: clearableText.optional(),
  postal_code: clearableText.optional(),
  state: clearableText.optional(),
})

const fields = {
  ...common,
  address: z.union([address, z.literal('')]).optional(),
  balance: integer.optional(),
  description: clearableText.optional(),
  email: email.optional(),
  invoice_settings: z.strictObject({ default_payment_method: clearableText.optional() }).optional(),
  metadata: metadata.optional(),
  name: clearableText.optional(),
  phone: clearableText.optional(),
}

function addressOf(given: z.output<typeof address> | ''): Stripe.Address | null {
  if (given === '') return null
  const { city, country, line1, line2, postal_code, state } = given
  return {
    city: city ?? null,
    country: country ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postal_code ?? null,
    state: state ?? null,
  }
}

/** A customer that was deleted is remembered as such. */
export function readCustomer(world: World, id: string): Stripe.Customer | Stripe.DeletedCustomer {
  const deleted = world.store.get('deleted_customer', id)
  return deleted ?? need(world, 'customer', id)
}

/** Refuses a customer that never was; one that is deleted still owns what it bought. */
export function checkOwner(world: World, id: string | undefined): void {
  if (id === undefined || world.store.get('deleted_customer', id)) return
  need(world, 'customer', id, 'customer')
}

function createCustomer(
  world: World,
  params: { payment_method?: string | undefined; test_clock?: string | undefined } & Updates,
): Stripe.Customer {
  const { test_clock } = params
  if (test_clock !== undefined) need(world, 'test_helpers.test_clock', test_clock, 'test_clock')
  const created = test_clock === undefined ? serverNow(world) : clockNow(world, test_clock)
  const customer = create(
    world,
    'customer',
    buildCustomer(
      {
        address: params.address === undefined ? null : addressOf(params.address),
        description: params.description ?? null,
        email: params.email ?? null,
        metadata: mergeMetadata(null, params.metadata),
        name: params.name ?? null,
        phone: params.phone ?? null,
        test_clock: test_clock ?? null,
      },
      created,
    ),
    'customer.created',
  )
  if (params.payment_method !== undefined) {
    const token = keepTestCard(world, params.payment_method)
    attachMethod(world, token ?? params.payment_method, customer.id)
  }
  const method = params.invoice_settings?.default_payment_method
  return method ? setDefaultMethod(world, customer, method) : customer
}

/** Makes a card of the customer's the one that invoices are collected from. */
export function setDefaultMethod(
  world: World,
  customer: Stripe.Customer,
  given: string | null,
): Stripe.Customer {
  const param = 'invoice_settings[default_payment_method]'
  const method = given === null ? null : methodOfCustomer(world, given, customer.id, param)
  const invoice_settings = { ...customer.invoice_settings, default_payment_method: method }
  return change(world, 'customer', customer, { invoice_settings }, 'customer.updated')
}

type Updates = {
  address?: z.output<typeof address> | '' | undefined
  balance?: number | undefined
  description?: string | null | undefined
  email?: string | null | undefined
  invoice_settings?: { default_payment_method?: string | null | undefined } | undefined
  metadata?: '' | Record<string, string> | undefined
  name?: string | null | undefined
  phone?: string | null | undefined
}

function updateCustomer(world: World, id: string, params: Updates): Stripe.Customer {
  const customer = need(world, 'customer', id)
  const { address: place, balance, description, email: mailbox, name, phone } = params
  const updated = change(
    world,
    'customer',
    customer,
    {
      ...(place === undefined ? {} : { address: addressOf(place) }),
      ...(balance === undefined ? {} : { balance }),
      ...(description === undefined ? {} : { description }),
      ...(mailbox === undefined ? {} : { email: mailbox }),
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : { phone }),
      metadata: mergeMetadata(customer.metadata, params.metadata),
    },
    'customer.updated',
  )
  const method = params.invoice_settings?.default_payment_method
  return method === undefined ? updated : setDefaultMethod(world, updated, method)
}

/** Ends the customer's subscriptions; what is left is that it was. */
export function deleteCustomer(world: World, id: string): Stripe.DeletedCustomer {
  const customer = world.store.get('customer', id)
  if (!customer) throw missing('customer', id)
  for (const subscription of world.store.all('subscription', id))
    if (subscription.ended_at === null)
      endSubscription(world, subscription, 'cancellation_requested')
  for (const method of world.store.all('payment_method', id))
    change(world, 'payment_method', method, { customer: null }, 'payment_method.detached')
  world.announce('customer.deleted', customer)
  world.store.remove('customer', id)
  const gone: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true }
  world.store.put('deleted_customer', gone)
  return gone
}

export const customerRoutes = [
  route(
    'POST',
    '/v1/customers',
    { ...fields, payment_method: text.optional(), test_clock: text.optional() },
    createCustomer,
  ),
  route('GET', '/v1/customers/:id', common, (world, _params, id) => readCustomer(world, id)),
  route('POST', '/v1/customers/:id', fields, (world, params, id) =>
    updateCustomer(world, id, params),
  ),
  route('DELETE', '/v1/customers/:id', {}, (world, _params, id) => deleteCustomer(world, id)),
  route(
    'GET',
    '/v1/customers',
    { ...listing, created: range.optional(), email: text.optional(), test_clock: text.optional() },
    (world, params) =>
      pageOf(world, 'customer', '/v1/customers', params, {
        email: params.email,
        fits: ({ created, test_clock }) =>
          // Stripe leaves customers of test clocks out unless they are asked for.
          (params.test_clock ?? null) === (test_clock ?? null) && within(created, params.created),
      }),
  ),
  route(
    'GET',
    '/v1/customers/:id/payment_methods/:method',
    common,
    (world, _params, id, method = '') => {
      need(world, 'customer', id)
      const found = need(world, 'payment_method', method)
      if (idOf(found.customer) !== id) throw missing('payment_method', method)
      return found
    },
  ),
  route(
    'GET',
    '/v1/customers/:id/payment_methods',
    { ...listing, type: text.optional() },
    (world, params, id) => {
      need(world, 'customer', id)
      const url = `/v1/customers/${id}/payment_methods`
      return pageOf(world, 'payment_method', url, params, {
        owner: id,
        fits: ({ type }) => params.type === undefined || params.type === type,
      })
    },
  ),
]

import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ApiError, invalid } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import {
  clearableText,
  common,
  integer,
  listing,
  metadata,
  oneOf,
  range,
  text,
  within,
} from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { keepTestCard } from '../life/cards.ts'
import { attachMethod, detachMethod } from '../life/methods.ts'
import { checkOwner } from './customers.ts'

const methodFields = {
  ...common,
  allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
  billing_details: z
    .strictObject({
      email: clearableText.optional(),
      name: clearableText.optional(),
      phone: clearableText.optional(),
    })
    .optional(),
  card: z.strictObject({ exp_month: integer.optional(), exp_year: integer.optional() }).optional(),
  metadata: metadata.optional(),
}

/** What of a card can be changed: until when it is good, and whose it is. */
function updateMethod(
  world: World,
  id: string,
  params: z.output<z.ZodObject<typeof methodFields>>,
): Stripe.PaymentMethod {
  const method = need(world, 'payment_method', id)
  if (method.customer === null)
    throw invalid('You must save this PaymentMethod to a customer before you can update it.', {
      code: 'payment_method_unexpected_state',
    })
  const { allow_redisplay, billing_details: billing, card } = params
  if (card) checkExpiry(world, method, card)
  const patch: Partial<Stripe.PaymentMethod> = {
    ...(allow_redisplay === undefined ? {} : { allow_redisplay }),
    billing_details: {
      ...method.billing_details,
      ...(billing?.email === undefined ? {} : { email: billing.email }),
      ...(billing?.name === undefined ? {} : { name: billing.name }),
      ...(billing?.phone === undefined ? {} : { phone: billing.phone }),
    },
    ...(card && method.card
      ? {
          card: {
            ...method.card,
            exp_month: card.exp_month ?? method.card.exp_month,
            exp_year: card.exp_year ?? method.card.exp_year,
          },
        }
      : {}),
    metadata: mergeMetadata(method.metadata, params.metadata),
  }
  return change(world, 'payment_method', method, patch, 'payment_method.updated')
}

/** A month that there is, and that is not over. */
function checkExpiry(
  world: World,
  { card, customer }: Stripe.PaymentMethod,
  given: { exp_month?: number | undefined; exp_year?: number | undefined },
): void {
  const month = given.exp_month ?? card?.exp_month ?? 0
  const year = given.exp_year ?? card?.exp_year ?? 0
  const today = new Date(now(world, idOf(customer)) * 1000)
  if (month < 1 || month > 12)
    throw cardRefusal(
      'invalid_expiry_month',
      "Your card's expiration month is invalid.",
      'exp_month',
    )
  const over =
    year < today.getUTCFullYear() ||
    (year === today.getUTCFullYear() && month < today.getUTCMonth() + 1)
  if (over || year > today.getUTCFullYear() + 50)
    throw cardRefusal('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year')
}

function cardRefusal(code: string, message: string, param: string): ApiError {
  return new ApiError(402, { type: 'card_error', code, message, param })
}

const methodRoutes = [
  route('GET', '/v1/payment_methods/:id', common, (world, _params, id) =>
    need(world, 'payment_method', id),
  ),
  route(
    'POST',
    '/v1/payment_methods/:id/attach',
    { ...common, customer: text },
    (world, { customer }, id) => {
      need(world, 'customer', customer, 'customer')
      return attachMethod(world, keepTestCard(world, id) ?? id, customer)
    },
  ),
  route('POST', '/v1/payment_methods/:id', methodFields, (world, params, id) =>
    updateMethod(world, id, params),
  ),
  route('POST', '/v1/payment_methods/:id/detach', common, (world, _params, id) =>
    detachMethod(world, need(world, 'payment_method', id)),
  ),
  route(
    'GET',
    '/v1/payment_methods',
    { ...listing, customer: text.optional(), type: text.optional() },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'payment_method', '/v1/payment_methods', params, {
        owner: params.customer,
        fits: ({ type, customer }) =>
          customer !== null && (params.type === undefined || params.type === type),
      })
    },
  ),
]

const intentRoutes = [
  route('GET', '/v1/payment_intents/:id', common, (world, _params, id) =>
    need(world, 'payment_intent', id),
  ),
  route(
    'GET',
    '/v1/payment_intents',
    { ...listing, created: range.optional(), customer: text.optional() },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'payment_intent', '/v1/payment_intents', params, {
        owner: params.customer,
        fits: ({ created }) => within(created, params.created),
      })
    },
  ),
  route('GET', '/v1/charges/:id', common, (world, _params, id) => need(world, 'charge', id)),
  route(
    'GET',
    '/v1/charges',
    {
      ...listing,
      created: range.optional(),
      customer: text.optional(),
      payment_intent: text.optional(),
    },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'charge', '/v1/charges', params, {
        owner: params.customer,
        fits: ({ created, payment_intent }) =>
          (params.payment_intent === undefined || params.payment_intent === idOf(payment_intent)) &&
          within(created, params.created),
      })
    },
  ),
]

export const paymentRoutes = [...methodRoutes, ...intentRoutes]

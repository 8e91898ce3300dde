import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import { common, integer, listing, metadata, oneOf, range, text, within } from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, mergeMetadata, need } from '../kernel/world.ts'
import { keepTestCard } from '../life/cards.ts'
import { attachMethod } from '../life/methods.ts'
import { closeDispute, refund } from '../life/reversing.ts'
import { checkOwner } from './customers.ts'

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
  route('POST', '/v1/payment_methods/:id/detach', common, (world, _params, id) => {
    const method = need(world, 'payment_method', id)
    if (method.customer === null)
      throw invalid(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
      )
    const patch = { customer: null }
    return change(world, 'payment_method', method, patch, 'payment_method.detached')
  }),
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

const reversalRoutes = [
  route(
    'POST',
    '/v1/refunds',
    {
      ...common,
      amount: integer.optional(),
      charge: text.optional(),
      metadata: metadata.optional(),
      payment_intent: text.optional(),
      reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer').optional(),
    },
    (world, params) =>
      refund(world, {
        charge: params.charge,
        paymentIntent: params.payment_intent,
        amount: params.amount,
        reason: params.reason ?? null,
        metadata: mergeMetadata(null, params.metadata),
      }),
  ),
  route('GET', '/v1/refunds/:id', common, (world, _params, id) => need(world, 'refund', id)),
  route(
    'GET',
    '/v1/refunds',
    {
      ...listing,
      charge: text.optional(),
      created: range.optional(),
      payment_intent: text.optional(),
    },
    (world, params) =>
      pageOf(world, 'refund', '/v1/refunds', params, {
        fits: ({ charge, payment_intent, created }) =>
          (params.charge === undefined || params.charge === idOf(charge)) &&
          (params.payment_intent === undefined || params.payment_intent === idOf(payment_intent)) &&
          within(created, params.created),
      }),
  ),
  route('GET', '/v1/disputes/:id', common, (world, _params, id) => need(world, 'dispute', id)),
  route(
    'POST',
    '/v1/disputes/:id',
    { ...common, metadata: metadata.optional(), submit: z.string().optional() },
    (world, params, id) => {
      const dispute = need(world, 'dispute', id)
      const patch = { metadata: mergeMetadata(dispute.metadata, params.metadata) }
      return change(world, 'dispute', dispute, patch, 'charge.dispute.updated')
    },
  ),
  route('POST', '/v1/disputes/:id/close', common, (world, _params, id) =>
    closeDispute(world, id, 'lost'),
  ),
  route(
    'GET',
    '/v1/disputes',
    {
      ...listing,
      charge: text.optional(),
      created: range.optional(),
      payment_intent: text.optional(),
    },
    (world, params) =>
      pageOf(world, 'dispute', '/v1/disputes', params, {
        fits: ({ charge, payment_intent, created }) =>
          (params.charge === undefined || params.charge === idOf(charge)) &&
          (params.payment_intent === undefined || params.payment_intent === idOf(payment_intent)) &&
          within(created, params.created),
      }),
  ),
]

export const paymentRoutes = [...methodRoutes, ...intentRoutes, ...reversalRoutes]

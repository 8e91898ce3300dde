import { pageOf } from '../kernel/paging.ts'
import { common, integer, listing, metadata, oneOf, range, text, within } from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, mergeMetadata, need, type World } from '../kernel/world.ts'
import { z } from 'zod'
import { closeDispute, refund } from '../life/reversing.ts'

/** Whose charge or payment a list is about, so that nobody else's are looked through. */
function ownerOf(
  world: World,
  { charge, payment_intent }: { charge?: string | undefined; payment_intent?: string | undefined },
): string | null {
  return (
    world.store.ownerOf('charge', charge ?? '') ??
    world.store.ownerOf('payment_intent', payment_intent ?? '')
  )
}

export const reversalRoutes = [
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
  route(
    'POST',
    '/v1/refunds/:id',
    { ...common, metadata: metadata.optional() },
    (world, params, id) => {
      const made = need(world, 'refund', id)
      const patch = { metadata: mergeMetadata(made.metadata, params.metadata) }
      return change(world, 'refund', made, patch, 'refund.updated')
    },
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
        owner: ownerOf(world, params),
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
        owner: ownerOf(world, params),
        fits: ({ charge, payment_intent, created }) =>
          (params.charge === undefined || params.charge === idOf(charge)) &&
          (params.payment_intent === undefined || params.payment_intent === idOf(payment_intent)) &&
          within(created, params.created),
      }),
  ),
]

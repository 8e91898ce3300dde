import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ApiError, invalid } from '../kernel/api-error.ts'
import { pageOf, wholeList } from '../kernel/paging.ts'
import { common, flag, listing, metadata, oneOf, range, text, within } from '../kernel/params.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { mergeMetadata, need, type World } from '../kernel/world.ts'
import { collect, methodFor } from '../life/collecting.ts'
import {
  changeInvoice,
  finalizeInvoice,
  markPaid,
  markUncollectible,
  subscriptionOf,
  voidInvoice,
} from '../life/invoicing.ts'
import { methodOfCustomer } from '../life/methods.ts'
import { expirePending } from '../life/pending-updates.ts'
import { cardError } from '../life/starting.ts'
import { checkOwner } from './customers.ts'

type PayParams = {
  off_session?: boolean | undefined
  paid_out_of_band?: boolean | undefined
  payment_method?: string | undefined
}

/** Collects an invoice now. A refusal of the bank stays on record, and is a 402. */
function payInvoice(world: World, id: string, params: PayParams): Stripe.Invoice {
  const found = need(world, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.status === 'paid' && found.status !== 'draft')
    throw invalid('Invoice is already paid', { code: 'invoice_already_paid' })
  if (invoice.status === 'void') throw invalid('Voided invoices cannot be paid.')
  if (invoice.status === 'paid') return invoice
  if (params.paid_out_of_band) return markPaid(world, invoice)
  const customer = needId(invoice.customer)
  const method = params.payment_method
    ? methodOfCustomer(world, params.payment_method, customer, 'payment_method')
    : methodFor(world, invoice)
  if (method === null)
    throw invalid('There is no `default_payment_method` set on this Customer or Invoice.', {
      code: 'missing',
    })
  const result = collect(world, invoice, { method, presence: 'nobody', automatic: false })
  if (result.kind === 'paid') return result.invoice
  if (result.outcome?.kind === 'declined')
    throw cardError(result.outcome.decline, idOf(result.outcome.intent.latest_charge))
  throw new ApiError(
    402,
    {
      type: 'invalid_request_error',
      code: 'invoice_payment_intent_requires_action',
      message:
        'This payment requires additional user action before it can be completed successfully.',
    },
    true,
  )
}

export const invoiceRoutes = [
  route('GET', '/v1/invoices/:id', common, (world, _params, id) => need(world, 'invoice', id)),
  route(
    'POST',
    '/v1/invoices/:id',
    { ...common, auto_advance: flag.optional(), metadata: metadata.optional() },
    (world, params, id) => {
      const invoice = need(world, 'invoice', id)
      const { auto_advance } = params
      return changeInvoice(world, invoice, {
        ...(auto_advance === undefined ? {} : { auto_advance }),
        metadata: mergeMetadata(invoice.metadata, params.metadata),
      })
    },
  ),
  route(
    'POST',
    '/v1/invoices/:id/pay',
    {
      ...common,
      off_session: flag.optional(),
      paid_out_of_band: flag.optional(),
      payment_method: text.optional(),
    },
    (world, params, id) => payInvoice(world, id, params),
  ),
  route(
    'POST',
    '/v1/invoices/:id/finalize',
    { ...common, auto_advance: flag.optional() },
    (world, _params, id) => finalizeInvoice(world, need(world, 'invoice', id)),
  ),
  route('POST', '/v1/invoices/:id/void', common, (world, _params, id) => {
    const voided = voidInvoice(world, need(world, 'invoice', id))
    // Without its invoice a change that waits for it is taken back.
    const subscription = subscriptionOf(voided)
    if (world.store.get('pending_change', subscription ?? '')?.invoice === id)
      expirePending(world, subscription ?? '')
    return voided
  }),
  route('POST', '/v1/invoices/:id/mark_uncollectible', common, (world, _params, id) =>
    markUncollectible(world, need(world, 'invoice', id)),
  ),
  route('GET', '/v1/invoices/:id/lines', listing, (world, _params, id) =>
    wholeList(need(world, 'invoice', id).lines.data, `/v1/invoices/${id}/lines`),
  ),
  route(
    'GET',
    '/v1/invoices',
    {
      ...listing,
      collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
      created: range.optional(),
      customer: text.optional(),
      status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void').optional(),
      subscription: text.optional(),
    },
    (world, params) => {
      checkOwner(world, params.customer)
      return pageOf(world, 'invoice', '/v1/invoices', params, {
        owner: params.customer ?? world.store.ownerOf('subscription', params.subscription ?? ''),
        fits: (invoice) =>
          (params.status === undefined || params.status === invoice.status) &&
          (params.subscription === undefined || params.subscription === subscriptionOf(invoice)) &&
          within(invoice.created, params.created),
      })
    },
  ),
  route('GET', '/v1/invoice_payments/:id', common, (world, _params, id) =>
    need(world, 'invoice_payment', id),
  ),
  route(
    'GET',
    '/v1/invoice_payments',
    {
      ...listing,
      created: range.optional(),
      invoice: text.optional(),
      payment: z
        .strictObject({
          payment_intent: text.optional(),
          type: oneOf('payment_intent', 'payment_record'),
        })
        .optional(),
      status: oneOf('canceled', 'open', 'paid').optional(),
    },
    (world, params) => {
      const intent = params.payment?.payment_intent
      return pageOf(world, 'invoice_payment', '/v1/invoice_payments', params, {
        owner:
          world.store.ownerOf('payment_intent', intent ?? '') ??
          world.store.ownerOf('invoice', params.invoice ?? ''),
        fits: (one) =>
          (params.invoice === undefined || params.invoice === idOf(one.invoice)) &&
          (intent === undefined || intent === idOf(one.payment.payment_intent)) &&
          (params.status === undefined || params.status === one.status) &&
          within(one.created, params.created),
      })
    },
  ),
]

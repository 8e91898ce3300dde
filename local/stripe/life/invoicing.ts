/** What happens to an invoice: drafted, made final, paid, failed, voided, given up. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { needId, idOf } from '../kernel/reference.ts'
import { change, create, type EventType, need, now, type World } from '../kernel/world.ts'
import { settleBalance } from '../objects/balance.ts'
import { buildInvoice, type InvoiceFields } from '../objects/invoice.ts'
import { buildInvoicePayment, buildPaymentIntent } from '../objects/payment.ts'
import { pendingItems, rememberBilled } from './invoice-items.ts'
import { priceForSubscription, recipientOf } from './pricing.ts'

/** The subscription an invoice is for. */
export function subscriptionOf(invoice: Stripe.Invoice): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription)
}

/** Changes an invoice; tells that it was updated, and what that means. */
export function changeInvoice(
  world: World,
  invoice: Stripe.Invoice,
  patch: Partial<Stripe.Invoice>,
  ...meanings: EventType[]
): Stripe.Invoice {
  const after = change(world, 'invoice', invoice, patch, 'invoice.updated')
  for (const type of meanings) world.announce(type, after)
  return after
}

export type DraftFields = Omit<
  InvoiceFields,
  'customer' | 'startingBalance' | 'nameOf' | 'created' | 'regular' | 'waiting'
> & { regular?: boolean }

/** An invoice as it would be now, with what waits for it. Nothing is kept: previews are this too. */
export function composeInvoice(
  world: World,
  fields: DraftFields,
  waiting: Stripe.InvoiceItem[],
): Stripe.Invoice {
  const customer = need(world, 'customer', needId(fields.subscription.customer))
  const built = buildInvoice({
    regular: true,
    ...fields,
    waiting,
    customer,
    created: now(world, customer.id),
    startingBalance: customer.balance,
    nameOf: (product) => world.store.get('product', product)?.name ?? product,
  })
  return priceForSubscription(world, built, fields.subscription, fields.period.start)
}

/** A new draft for one period of a subscription, with everything that waited for its next invoice. */
export function draftInvoice(world: World, fields: DraftFields): Stripe.Invoice {
  const invoice = draftUncounted(world, fields)
  rememberBilled(world, invoice)
  return invoice
}

/** The same for a change that does not count before it is paid. */
export function draftUncounted(world: World, fields: DraftFields): Stripe.Invoice {
  const waiting = pendingItems(world, fields.subscription)
  const invoice = composeInvoice(world, fields, waiting)
  for (const item of waiting) world.store.put('invoiceitem', { ...item, invoice: invoice.id })
  const customer = need(world, 'customer', needId(fields.subscription.customer))
  if (customer.currency !== invoice.currency)
    change(world, 'customer', customer, { currency: invoice.currency }, 'customer.updated')
  return create(world, 'invoice', invoice, 'invoice.created')
}

/** Gives a draft its number and, when there is something to pay, its payment. A free one is paid at once. */
export function finalizeInvoice(world: World, draft: Stripe.Invoice): Stripe.Invoice {
  const customer = need(world, 'customer', needId(draft.customer))
  const { balance } = customer
  const { due, ending } = settleBalance(draft.total, balance, draft.currency)
  const open = openInvoice(world, draft, { due, starting: balance, ending })
  const counted = need(world, 'customer', customer.id)
  change(world, 'customer', counted, { balance: ending }, 'customer.updated')
  if (open.amount_remaining === 0) return markPaid(world, open)
  const moment = now(world, customer.id)
  const intent = buildPaymentIntent(open, null, moment)
  create(world, 'payment_intent', intent, 'payment_intent.created')
  world.store.put('invoice_payment', buildInvoicePayment(open, intent.id, moment), customer.id)
  return open
}

/** Gives a draft its number: from now on it does not change. What is due, and the balances, are told. */
export function openInvoice(
  world: World,
  draft: Stripe.Invoice,
  settled: { due: number; starting: number; ending: number },
): Stripe.Invoice {
  if (draft.status !== 'draft')
    throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", {
      code: 'invoice_not_editable',
    })
  const customer = need(world, 'customer', needId(draft.customer))
  const moment = now(world, customer.id)
  const sequence = customer.next_invoice_sequence ?? 1
  world.store.put('customer', { ...customer, next_invoice_sequence: sequence + 1 })
  const page = `${world.base}/i/${draft.id}`
  return changeInvoice(
    world,
    draft,
    {
      ...recipientOf(world, customer),
      status: 'open',
      number: `${customer.invoice_prefix ?? 'SIM'}-${String(sequence).padStart(4, '0')}`,
      automatically_finalizes_at: null,
      effective_at: moment,
      amount_due: settled.due,
      amount_remaining: settled.due,
      starting_balance: settled.starting,
      ending_balance: settled.ending,
      hosted_invoice_url: page,
      invoice_pdf: `${page}/pdf`,
      next_payment_attempt: draft.auto_advance ? moment : null,
      status_transitions: { ...draft.status_transitions, finalized_at: moment },
    },
    'invoice.finalized',
  )
}

/** The link between an invoice and how it is paid; null for one that needs no payment. */
export function paymentOf(world: World, invoice: Stripe.Invoice): Stripe.InvoicePayment | null {
  const customer = idOf(invoice.customer)
  for (const payment of world.store.list('invoice_payment', customer))
    if (payment.invoice === invoice.id && payment.is_default) return payment
  return null
}

/** The invoice is paid in full. */
export function markPaid(world: World, invoice: Stripe.Invoice): Stripe.Invoice {
  const moment = now(world, idOf(invoice.customer))
  const payment = paymentOf(world, invoice)
  const paid = changeInvoice(
    world,
    invoice,
    {
      status: 'paid',
      amount_paid: invoice.amount_due,
      amount_remaining: 0,
      attempted: true,
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: { ...invoice.status_transitions, paid_at: moment },
    },
    'invoice.paid',
    'invoice.payment_succeeded',
  )
  if (payment)
    change(
      world,
      'invoice_payment',
      payment,
      {
        status: 'paid',
        amount_paid: invoice.amount_due,
        status_transitions: { ...payment.status_transitions, paid_at: moment },
      },
      null,
    )
  return paid
}

/** Takes an invoice back; its payment is canceled. */
export function voidInvoice(world: World, invoice: Stripe.Invoice): Stripe.Invoice {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw invalid(`You can only pass in open invoices. This invoice isn't open.`, {
      code: 'status_transition_invalid',
    })
  const moment = now(world, idOf(invoice.customer))
  cancelPayment(world, invoice, 'void_invoice')
  giveBalanceBack(world, invoice)
  return changeInvoice(
    world,
    invoice,
    {
      status: 'void',
      amount_remaining: invoice.amount_remaining,
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: { ...invoice.status_transitions, voided_at: moment },
    },
    'invoice.voided',
  )
}

/** What of the customer's balance went into it is there again. */
function giveBalanceBack(world: World, invoice: Stripe.Invoice): void {
  const customer = world.store.get('customer', idOf(invoice.customer) ?? '')
  const used = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance)
  if (!customer || used === 0) return
  change(world, 'customer', customer, { balance: customer.balance + used }, 'customer.updated')
}

/** Gives an invoice up. It can still be paid. */
export function markUncollectible(world: World, invoice: Stripe.Invoice): Stripe.Invoice {
  if (invoice.status !== 'open')
    throw invalid(`You can only pass in open invoices. This invoice isn't open.`, {
      code: 'status_transition_invalid',
    })
  const moment = now(world, idOf(invoice.customer))
  return changeInvoice(
    world,
    invoice,
    {
      status: 'uncollectible',
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: moment },
    },
    'invoice.marked_uncollectible',
  )
}

/** Nobody collects it by itself any more; what is open stays open. */
export function stopCollecting(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status === 'draft')
    changeInvoice(world, invoice, { auto_advance: false, automatically_finalizes_at: null })
  if (invoice.status === 'open')
    changeInvoice(world, invoice, { auto_advance: false, next_payment_attempt: null })
}

function cancelPayment(
  world: World,
  invoice: Stripe.Invoice,
  reason: Stripe.PaymentIntent.CancellationReason,
): void {
  const payment = paymentOf(world, invoice)
  const intent = world.store.get('payment_intent', idOf(payment?.payment.payment_intent) ?? '')
  if (!payment || !intent) return
  const moment = now(world, idOf(invoice.customer))
  change(
    world,
    'payment_intent',
    intent,
    { status: 'canceled', canceled_at: moment, cancellation_reason: reason, next_action: null },
    'payment_intent.canceled',
  )
  change(
    world,
    'invoice_payment',
    payment,
    {
      status: 'canceled',
      status_transitions: { ...payment.status_transitions, canceled_at: moment },
    },
    null,
  )
}

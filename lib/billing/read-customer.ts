import { askForCustomer } from './ask-customer.ts'
import { askAll, type Stripe, StripeGarbled, type StripeGateway } from './gateway.ts'
import { modernInvoice, modernSubscription, olderSubscriptions } from './older-version.ts'
import { idOf } from './reference.ts'

/** Everything Stripe says about one customer at one moment. */
export type CustomerState =
  | { kind: 'gone' }
  | {
      kind: 'present'
      customer: Stripe.Customer
      subscriptions: Stripe.Subscription[]
      /** Those that are described, or invoiced, in an older version of the API, by id. */
      older: Set<string>
      invoices: Stripe.Invoice[]
      charges: Stripe.Charge[]
      /** The invoice that a charge had paid of which something was given back, by the charge's id. */
      refundedInvoices: Map<string, string>
      disputes: { dispute: Stripe.Dispute; subscriptionId: string | null }[]
    }

/**
 * Reads a customer from Stripe: all subscriptions, canceled ones too, the newest invoices, the
 * disputes of their payments. Throws `StripeUnavailable`; then nothing is known.
 */
export async function readCustomer(
  stripe: StripeGateway,
  customer: string,
): Promise<CustomerState> {
  const { client } = stripe
  const found = await askForCustomer(stripe, customer)
  if (found === null) return { kind: 'gone' }
  const [subscriptions, invoices, charges] = await Promise.all([
    askAll('subscription', () =>
      client.subscriptions.list({
        customer,
        status: 'all',
        limit: 100,
        expand: ['data.default_payment_method', 'data.discounts.source.coupon'],
      }),
    ),
    askAll('invoice', () => client.invoices.list({ customer, limit: 100 })),
    askAll('charge', () => client.charges.list({ customer, limit: 100 })),
  ])
  for (const one of [...subscriptions, ...invoices, ...charges]) mustBe(one, 'customer', customer)
  const disputed = charges.filter((charge) => charge.disputed)
  const refunded = charges.filter((charge) => charge.amount_refunded > 0)
  const [disputes, refundedInvoices] = await Promise.all([
    Promise.all(disputed.map((charge) => readDisputes(stripe, charge))),
    Promise.all(refunded.map((charge) => readRefunded(stripe, charge))),
  ])
  return {
    kind: 'present',
    customer: found,
    subscriptions: subscriptions.map(modernSubscription),
    older: olderSubscriptions(subscriptions, invoices),
    invoices: invoices.map(modernInvoice),
    charges,
    refundedInvoices: new Map(refundedInvoices.flat()),
    disputes: disputes.flat(),
  }
}

async function readDisputes({ client }: StripeGateway, charge: Stripe.Charge) {
  const intent = idOf(charge.payment_intent)
  const [disputes, subscriptionId] = await Promise.all([
    askAll('dispute', () => client.disputes.list({ charge: charge.id, limit: 100 })),
    intent === null ? null : subscriptionPaidBy(client, intent),
  ])
  for (const dispute of disputes) mustBe(dispute, 'charge', charge.id)
  return disputes.map((dispute) => ({ dispute, subscriptionId }))
}

async function readRefunded(
  { client }: StripeGateway,
  charge: Stripe.Charge,
): Promise<[string, string][]> {
  const intent = idOf(charge.payment_intent)
  const invoice = intent === null ? null : await invoicePaidBy(client, intent)
  return invoice?.id ? [[charge.id, invoice.id]] : []
}

async function subscriptionPaidBy(client: Stripe, intent: string): Promise<string | null> {
  const invoice = await invoicePaidBy(client, intent)
  return idOf(invoice?.parent?.subscription_details?.subscription)
}

/** A charge no longer names its invoice: the way leads through the invoice's payments. */
async function invoicePaidBy(client: Stripe, intent: string): Promise<Stripe.Invoice | null> {
  const payments = await askAll('invoice_payment', () =>
    client.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
      expand: ['data.invoice'],
    }),
  )
  const invoice = payments[0]?.invoice
  return !invoice || typeof invoice === 'string' || invoice.deleted ? null : modernInvoice(invoice)
}

/** A list that holds what belongs to somebody else is not the one that was asked for. */
function mustBe<N extends string>(
  thing: { object: string } & Record<N, string | { id: string } | null>,
  name: N,
  id: string,
): void {
  if (idOf(thing[name]) !== id)
    throw new StripeGarbled(`Stripe listed a ${thing.object} of another ${name} than ${id}.`)
}

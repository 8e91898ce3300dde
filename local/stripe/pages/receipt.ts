/** Addresses that objects carry and that lead to the page of an invoice. */
import type { Stripe } from 'stripe'
import { html } from '../../html.ts'
import { type Answer, sendTo } from '../exchange.ts'
import { idOf } from '../kernel/reference.ts'
import type { World } from '../kernel/world.ts'
import { money } from '../objects/money.ts'
import { dayOf, page, sorry } from './layout.ts'

/** The receipt of a charge is the page of its invoice, where it has one. */
export function answerReceipt(world: World, charge: string): Answer {
  const found = world.store.get('charge', charge)
  const intent = idOf(found?.payment_intent)
  const invoice = intent === null ? null : invoiceOf(world, intent)
  return found?.paid && invoice === null ? receiptPage(found) : toInvoice(invoice, '')
}

function receiptPage({ amount, created, currency, description }: Stripe.Charge): Answer {
  return page({
    title: 'Receipt',
    main: html`<section class="card">
      <h1>Receipt</h1>
      <dl class="facts">
        <dt>Paid</dt>
        <dd>${money(amount, currency)}</dd>
        <dt>Date</dt>
        <dd>${dayOf(created)}</dd>
        ${
          description === null
            ? null
            : html`<dt>For</dt>
                <dd>${description}</dd>`
        }
      </dl>
    </section>`,
  })
}

/** Where a payment that asks for authentication sends its holder. */
export function answerAuthentication(world: World, intent: string): Answer {
  return toInvoice(invoiceOf(world, intent), '/authenticate')
}

function invoiceOf(world: World, intent: string): string | null {
  const owner = world.store.ownerOf('payment_intent', intent)
  if (owner !== null)
    for (const { invoice, payment } of world.store.list('invoice_payment', owner))
      if (idOf(payment.payment_intent) === intent) return idOf(invoice)
  return null
}

function toInvoice(invoice: string | null, step: string): Answer {
  return invoice === null
    ? sorry('Not here', 'This payment does not exist.', null)
    : sendTo(`/i/${invoice}${step}`)
}

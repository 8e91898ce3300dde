/** The hosted page of an invoice: pays it, or shows its receipt. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import { type Answer, type Asked, sendTo } from '../exchange.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { now, type World } from '../kernel/world.ts'
import { keepCard, readCard } from '../life/cards.ts'
import { authenticate } from '../life/checking-out.ts'
import { type Collection, collect } from '../life/collecting.ts'
import { paymentOf, subscriptionOf } from '../life/invoicing.ts'
import { attachMethod } from '../life/methods.ts'
import { changeSubscription } from '../life/subscriptions.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { money } from '../objects/money.ts'
import { cardFields, type CardState, emptyCard, readCardForm } from './card-form.ts'
import { challenge } from './challenge.ts'
import { changesOf, invoicePdf } from './invoice-pdf.ts'
import { dayOf, notice, page, sorry } from './layout.ts'

/** `/i/ID`, `/i/ID/pdf` and `/i/ID/authenticate`. */
export function answerInvoice(
  local: LocalStripe,
  asked: Asked,
  id: string,
  step: string | undefined,
): Answer {
  const { world } = local
  const invoice = world.store.get('invoice', id)
  if (!invoice || invoice.status === 'draft')
    return sorry('No such invoice', 'This invoice does not exist.', null)
  if (step === 'pdf') return invoicePdf(invoice)
  if (asked.method === 'GET')
    return step === 'authenticate'
      ? challenge(`/i/${id}/authenticate`, money(invoice.amount_remaining, invoice.currency))
      : invoicePage(world, invoice, emptyCard, asked.url.searchParams.has('paid'))
  const answer = world.store.transaction(() =>
    step === 'authenticate' ? finish(world, invoice, asked) : takeCard(world, invoice, asked),
  )
  local.courier.wake()
  return answer
}

function takeCard(world: World, invoice: Stripe.Invoice, asked: Asked): Answer {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    return sendTo(`/i/${invoice.id}`)
  const customer = needId(invoice.customer)
  const form = readCardForm(asked.body)
  const reading = readCard(form, now(world, customer))
  if (reading.kind === 'bad')
    return invoicePage(world, invoice, { form, problems: reading.problems, refusal: null })
  const email = invoice.customer_email
  const method = keepCard(world, reading.card, { name: form.name.trim(), email })
  attachMethod(world, method, customer)
  return conclude(
    world,
    collect(world, invoice, { method, presence: 'on_page', automatic: false }),
    { form, problems: [], refusal: null },
  )
}

/** The card that paid pays the subscription from now on. */
function conclude(world: World, result: Collection, state: CardState): Answer {
  const { invoice } = result
  if (result.kind === 'paid') {
    const payment = paymentOf(world, invoice)
    const intent = world.store.get('payment_intent', idOf(payment?.payment.payment_intent) ?? '')
    const subscription = world.store.get('subscription', subscriptionOf(invoice) ?? '')
    if (subscription && subscription.ended_at === null && intent)
      changeSubscription(world, subscription, {
        default_payment_method: idOf(intent.payment_method),
      })
    return sendTo(`/i/${invoice.id}?paid`)
  }
  if (result.outcome?.kind === 'action') return sendTo(`/i/${invoice.id}/authenticate`)
  const refusal = result.outcome ? result.outcome.decline.message : 'There is no card to charge.'
  return invoicePage(world, invoice, { ...state, refusal })
}

function finish(world: World, invoice: Stripe.Invoice, asked: Asked): Answer {
  const payment = paymentOf(world, invoice)
  const intent = world.store.get('payment_intent', idOf(payment?.payment.payment_intent) ?? '')
  const method = idOf(intent?.payment_method)
  if (intent?.status !== 'requires_action' || method === null) return sendTo(`/i/${invoice.id}`)
  if (new URLSearchParams(asked.body).get('answer') !== 'complete')
    return invoicePage(world, invoice, {
      ...emptyCard,
      refusal: 'We are unable to authenticate your payment method. Please try another card.',
    })
  authenticate(world, method)
  const attempt = { method, presence: 'authenticated', automatic: false } as const
  return conclude(world, collect(world, invoice, attempt), emptyCard)
}

function invoicePage(
  world: World,
  invoice: Stripe.Invoice,
  state: CardState,
  justPaid = false,
): Answer {
  const open = invoice.status === 'open' || invoice.status === 'uncollectible'
  return page({
    title: `Invoice ${invoice.number ?? invoice.id}`,
    status: state.problems.length > 0 || state.refusal !== null ? 422 : 200,
    main: html`${notice(justPaid ? 'Thank you. The invoice has been paid.' : null)}
      <section class="card">
        <h1>Invoice ${invoice.number ?? invoice.id}</h1>
        ${facts(invoice)} ${lines(invoice)}
        <p><a href="/i/${invoice.id}/pdf">Download as PDF</a></p>
      </section>
      ${
        open
          ? html`<section class="card">
              <h2>Pay this invoice</h2>
              <form method="post" action="/i/${invoice.id}">
                ${cardFields(state)}
                <button class="primary">
                  Pay ${money(invoice.amount_remaining, invoice.currency)}
                </button>
              </form>
            </section>`
          : null
      }`,
  })
}

function facts(invoice: Stripe.Invoice): Markup {
  const paidAt = invoice.status_transitions.paid_at
  return html`<dl class="facts">
    <dt>Status</dt>
    <dd>${invoice.status ?? ''}</dd>
    <dt>To</dt>
    <dd>
      ${invoice.customer_name ? html`${invoice.customer_name}<br />` : null}
      ${invoice.customer_email ?? ''}
    </dd>
    ${(invoice.customer_tax_ids ?? []).map(
      ({ value }) =>
        html`<dt>Tax ID</dt>
          <dd>${value ?? ''}</dd>`,
    )}
    <dt>Date</dt>
    <dd>${dayOf(invoice.effective_at ?? invoice.created)}</dd>
    ${
      paidAt === null
        ? null
        : html`<dt>Paid</dt>
            <dd>${dayOf(paidAt)}</dd>`
    }
  </dl>`
}

function lines(invoice: Stripe.Invoice): Markup {
  return html`<dl class="lines">
    ${invoice.lines.data.map(
      (line) =>
        html`<div>
          <dt>
            ${line.description ?? ''}<br />
            ${
              line.period.start === line.period.end
                ? null
                : html`<span class="small">
                    ${dayOf(line.period.start)} – ${dayOf(line.period.end)}
                  </span>`
            }
          </dt>
          <dd>${money(line.amount, line.currency)}</dd>
        </div>`,
    )}
    ${changesOf(invoice).map(
      ({ name, amount }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${money(amount, invoice.currency)}</dd>
        </div>`,
    )}
    <div class="total">
      <dt>Total</dt>
      <dd>${money(invoice.total, invoice.currency)}</dd>
    </div>
    ${balanceLines(invoice)}
  </dl>`
}

/** What the customer's balance did to what is due. */
function balanceLines(invoice: Stripe.Invoice): Markup | null {
  const { amount_due: due, currency, total } = invoice
  if (due === total) return null
  return html`<div>
      <dt>Applied balance</dt>
      <dd>${money(due - total, currency)}</dd>
    </div>
    <div class="total">
      <dt>Amount due</dt>
      <dd>${money(due, currency)}</dd>
    </div>`
}

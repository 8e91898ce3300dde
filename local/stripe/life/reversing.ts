/** Money that goes back: refunds by staff, disputes by cardholders. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { idOf } from '../kernel/reference.ts'
import { change, create, need, now, type World } from '../kernel/world.ts'
import { buildRefund } from '../objects/charge.ts'
import { buildDispute, fundsOf } from '../objects/dispute.ts'
import { money } from '../objects/money.ts'

type RefundRequest = {
  charge?: string | undefined
  paymentIntent?: string | undefined
  amount?: number | undefined
  reason: Stripe.Refund.Reason | null
  metadata: Stripe.Metadata
}

/** Gives back what is left of a charge, or a part of it. The subscription goes on. */
export function refund(world: World, request: RefundRequest): Stripe.Refund {
  const charge = chargeOf(world, request)
  const left = charge.amount_captured - charge.amount_refunded
  if (charge.disputed && isChargedBack(world, charge))
    throw invalid('This charge has been charged back.', { code: 'charge_disputed' })
  if (charge.status !== 'succeeded')
    throw invalid('This charge did not succeed and cannot be refunded.', {
      code: 'charge_not_refundable',
    })
  if (left === 0)
    throw invalid(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  const amount = request.amount ?? left
  if (amount < 1)
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  if (amount > left)
    throw invalid(
      `Refund amount (${money(amount, charge.currency)}) is greater than unrefunded amount on charge (${money(left, charge.currency)})`,
      { param: 'amount' },
    )
  const customer = idOf(charge.customer)
  const made = buildRefund(charge, amount, request.reason, request.metadata, now(world, customer))
  create(world, 'refund', made, 'refund.created', customer)
  const amount_refunded = charge.amount_refunded + amount
  change(
    world,
    'charge',
    charge,
    { amount_refunded, refunded: amount_refunded === charge.amount },
    'charge.refunded',
  )
  return made
}

/** A dispute that was won leaves the charge marked as disputed, and its money with the account. */
function isChargedBack(world: World, { id, customer }: Stripe.Charge): boolean {
  for (const dispute of world.store.list('dispute', idOf(customer)))
    if (idOf(dispute.charge) === id && dispute.status !== 'won') return true
  return false
}

function chargeOf(world: World, { charge, paymentIntent }: RefundRequest): Stripe.Charge {
  if (charge !== undefined) return need(world, 'charge', charge, 'charge')
  if (paymentIntent === undefined)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    )
  const intent = need(world, 'payment_intent', paymentIntent, 'payment_intent')
  const latest = idOf(intent.latest_charge)
  if (latest === null)
    throw invalid('This PaymentIntent does not have a successful charge to refund.')
  return need(world, 'charge', latest)
}

/** The charge of a customer that a dispute or a refund is about when none is named: the last good one. */
export function lastCharge(world: World, customer: string): Stripe.Charge | null {
  for (const charge of world.store.list('charge', customer))
    if (charge.status === 'succeeded') return charge
  return null
}

/** The holder of the card objects to a charge. */
export function openDispute(world: World, charge: Stripe.Charge, reason: string): Stripe.Dispute {
  if (charge.disputed)
    throw invalid('This charge is disputed already.', { code: 'charge_disputed' })
  const customer = idOf(charge.customer)
  change(world, 'charge', charge, { disputed: true }, 'charge.updated')
  const moment = now(world, customer)
  const dispute = buildDispute(charge, reason, moment)
  const created = create(world, 'dispute', dispute, 'charge.dispute.created', customer)
  // The bank takes the money at once, and the account pays a fee; won, it comes back.
  const taken = { balance_transactions: [fundsOf(dispute, 'withdrawn', moment)] }
  return change(world, 'dispute', created, taken, 'charge.dispute.funds_withdrawn')
}

/** Evidence was handed in, and the bank looks at it. */
export function reviewDispute(world: World, id: string): Stripe.Dispute {
  const dispute = need(world, 'dispute', id)
  const patch = { status: 'under_review' } as const
  return change(world, 'dispute', dispute, patch, 'charge.dispute.updated')
}

/** The bank has decided. The charge stays marked as disputed, as with Stripe. */
export function closeDispute(world: World, id: string, outcome: 'won' | 'lost'): Stripe.Dispute {
  const dispute = need(world, 'dispute', id)
  if (dispute.status === 'won' || dispute.status === 'lost')
    throw invalid('This dispute is already closed.')
  const closed = change(world, 'dispute', dispute, { status: outcome }, 'charge.dispute.closed')
  if (outcome === 'lost') return closed
  const charge = need(world, 'charge', idOf(dispute.charge) ?? '')
  const back = fundsOf(dispute, 'reinstated', now(world, idOf(charge.customer)))
  const balance_transactions = [...dispute.balance_transactions, back]
  const patch = { balance_transactions }
  return change(world, 'dispute', closed, patch, 'charge.dispute.funds_reinstated')
}

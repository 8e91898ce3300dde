/** Takes the money of a payment intent from a card, or not. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf, needId } from '../kernel/reference.ts'
import { change, create, need, now, type World } from '../kernel/world.ts'
import { buildCharge, type Decline } from '../objects/charge.ts'
import { genericDecline } from './cards.ts'

/**
 * Who is there when a card is charged: its holder on a hosted page, who can authenticate; one who just
 * did; or nobody.
 */
export type Presence = 'on_page' | 'authenticated' | 'nobody'

/** What came of it, and the payment intent as it is then. */
export type PaymentOutcome =
  | { kind: 'paid'; intent: Stripe.PaymentIntent }
  | { kind: 'declined'; intent: Stripe.PaymentIntent; decline: Decline }
  | { kind: 'action'; intent: Stripe.PaymentIntent }

const armedShape = z.array(
  z.object({
    outcome: z.enum(['decline', 'action']),
    count: z.number(),
    customer: z.string().nullable(),
  }),
)
export type ArmedCharge = z.infer<typeof armedShape>[number]

/** What was asked for under `/_sim`: how the next charges shall end. */
export function armedCharges(world: World): ArmedCharge[] {
  return world.store.setting('charges', armedShape) ?? []
}

export function armCharges(world: World, armed: ArmedCharge[]): void {
  world.store.set(
    'charges',
    armed.filter(({ count }) => count > 0),
  )
}

/** Uses up one armed outcome that concerns this customer. */
function takeArmed(world: World, customer: string): ArmedCharge['outcome'] | null {
  const armed = armedCharges(world)
  const found = armed.find((one) => one.customer === null || one.customer === customer)
  if (!found) return null
  armCharges(
    world,
    armed.map((one) => (one === found ? { ...one, count: one.count - 1 } : one)),
  )
  return found.outcome
}

type Verdict = { kind: 'paid' } | { kind: 'action' } | { kind: 'declined'; decline: Decline }

/** What the bank says. Asks the armed outcomes first; what they decide is used up. */
export function askBank(
  world: World,
  customer: string,
  method: string,
  presence: Presence,
): Verdict {
  const armed = takeArmed(world, customer)
  if (armed === 'decline') return decline(genericDecline)
  if (armed === 'action' && presence !== 'authenticated') return { kind: 'action' }
  const card = world.store.get('card', method)
  const behavior = card?.behavior ?? { kind: 'succeeds' }
  switch (behavior.kind) {
    case 'succeeds':
      return { kind: 'paid' }
    case 'fails_later':
      return presence === 'on_page' ? { kind: 'paid' } : decline(genericDecline)
    case 'authenticates_once':
      return card?.authenticated || presence === 'authenticated'
        ? { kind: 'paid' }
        : { kind: 'action' }
    case 'authenticates_always':
      return presence === 'authenticated' ? { kind: 'paid' } : { kind: 'action' }
    case 'declined':
      return decline(behavior)
  }
}

function decline({ code, declineCode, message }: Decline): Verdict {
  return { kind: 'declined', decline: { code, declineCode, message } }
}

/** Charges the card for the whole amount, as the bank decides now. */
export function pay(
  world: World,
  intent: Stripe.PaymentIntent,
  method: string,
  presence: Presence,
): PaymentOutcome {
  const verdict = askBank(world, needId(intent.customer), method, presence)
  return settle(world, intent, method, verdict)
}

/** Brings a payment to the end that the bank's verdict is. */
export function settle(
  world: World,
  intent: Stripe.PaymentIntent,
  method: string,
  verdict: Verdict,
): PaymentOutcome {
  if (verdict.kind === 'action') {
    const waiting = change(
      world,
      'payment_intent',
      intent,
      {
        status: 'requires_action',
        payment_method: method,
        next_action: {
          type: 'redirect_to_url',
          redirect_to_url: { return_url: null, url: `${world.base}/authenticate/${intent.id}` },
        },
      },
      'payment_intent.requires_action',
    )
    return { kind: 'action', intent: waiting }
  }
  return verdict.kind === 'paid'
    ? succeed(world, intent, method)
    : fail(world, intent, method, verdict.decline)
}

function succeed(world: World, intent: Stripe.PaymentIntent, methodId: string): PaymentOutcome {
  const customer = idOf(intent.customer)
  const method = need(world, 'payment_method', methodId)
  const charge = buildCharge(intent, method, null, now(world, customer), world.base)
  create(world, 'charge', charge, 'charge.succeeded')
  const paid = change(
    world,
    'payment_intent',
    intent,
    {
      status: 'succeeded',
      amount_received: intent.amount,
      latest_charge: charge.id,
      payment_method: methodId,
      last_payment_error: null,
      next_action: null,
    },
    'payment_intent.succeeded',
  )
  return { kind: 'paid', intent: paid }
}

function fail(
  world: World,
  intent: Stripe.PaymentIntent,
  methodId: string,
  reason: Decline,
): PaymentOutcome {
  const method = need(world, 'payment_method', methodId)
  const created = now(world, idOf(intent.customer))
  const charge = buildCharge(intent, method, reason, created, world.base)
  create(world, 'charge', charge, 'charge.failed')
  const failed = change(
    world,
    'payment_intent',
    intent,
    {
      status: 'requires_payment_method',
      latest_charge: charge.id,
      payment_method: null,
      next_action: null,
      last_payment_error: {
        charge: charge.id,
        code: reason.code,
        ...(reason.declineCode === null ? {} : { decline_code: reason.declineCode }),
        doc_url: `https://stripe.com/docs/error-codes/${reason.code.replaceAll('_', '-')}`,
        message: reason.message,
        payment_method: method,
        type: 'card_error',
      },
    },
    'payment_intent.payment_failed',
  )
  return { kind: 'declined', intent: failed, decline: reason }
}

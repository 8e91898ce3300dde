/** Addresses that objects carry and that lead to the page of an invoice. */
import { type Answer, sendTo } from '../exchange.ts'
import { idOf } from '../kernel/reference.ts'
import type { World } from '../kernel/world.ts'
import { sorry } from './layout.ts'

/** The receipt of a charge is the page of its invoice. */
export function answerReceipt(world: World, charge: string): Answer {
  const found = world.store.get('charge', charge)
  return toInvoice(world, idOf(found?.payment_intent), '')
}

/** Where a payment that asks for authentication sends its holder. */
export function answerAuthentication(world: World, intent: string): Answer {
  return toInvoice(world, intent, '/authenticate')
}

function toInvoice(world: World, intent: string | null, step: string): Answer {
  const owner = intent === null ? null : world.store.ownerOf('payment_intent', intent)
  if (intent !== null && owner !== null)
    for (const { invoice, payment } of world.store.list('invoice_payment', owner))
      if (idOf(payment.payment_intent) === intent) return sendTo(`/i/${idOf(invoice)}${step}`)
  return sorry('Not here', 'This payment does not exist.', null)
}

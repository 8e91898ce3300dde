/** Stripe's test cards, and the checks of a card form. */
import { createHash } from 'node:crypto'
import type { CardBehavior } from '../kernel/kinds.ts'
import { serverNow, type World } from '../kernel/world.ts'
import { buildCard } from '../objects/payment.ts'

const declined = (code: string, declineCode: string | null, message: string) => ({
  kind: 'declined' as const,
  code,
  declineCode,
  message,
})

/** What anybody hears whose bank says no without a reason. */
export const genericDecline = declined(
  'card_declined',
  'generic_decline',
  'Your card was declined.',
)

const behaviors: Record<string, CardBehavior> = {
  '4242424242424242': { kind: 'succeeds' },
  '4000056655665556': { kind: 'succeeds' },
  '5555555555554444': { kind: 'succeeds' },
  '378282246310005': { kind: 'succeeds' },
  '4000000000000341': { kind: 'fails_later' },
  '4000002500003155': { kind: 'authenticates_once' },
  '4000002760003184': { kind: 'authenticates_always' },
  '4000000000003220': { kind: 'authenticates_always' },
  '4000000000000002': genericDecline,
  '4000000000009995': declined(
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ),
  '4000000000009987': declined('card_declined', 'lost_card', 'Your card was declined.'),
  '4000000000009979': declined('card_declined', 'stolen_card', 'Your card was declined.'),
  '4000000000000069': declined('expired_card', 'expired_card', 'Your card has expired.'),
  '4000000000000127': declined(
    'incorrect_cvc',
    'incorrect_cvc',
    "Your card's security code is incorrect.",
  ),
  '4000000000000119': declined(
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
}

/** Stripe's names for test cards, accepted where an API call names a payment method. */
const tokens: Record<string, string> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
}

/** What is typed into a card form. */
export type CardForm = { number: string; expiry: string; cvc: string; name: string }

export type CardProblem = { field: 'number' | 'expiry' | 'cvc' | 'name'; message: string }

type GoodCard = { number: string; expMonth: number; expYear: number; behavior: CardBehavior }

/** Whether a card form can be used, or everything that is wrong with it, in Stripe's words. */
export function readCard(
  form: CardForm,
  moment: number,
): { kind: 'good'; card: GoodCard } | { kind: 'bad'; problems: CardProblem[] } {
  const number = form.number.replace(/[\s-]/g, '')
  const behavior = behaviors[number]
  const expiry = readExpiry(form.expiry, new Date(moment * 1000))
  const problems: CardProblem[] = []
  const numberProblem = wrongNumber(number, behavior)
  if (numberProblem !== null) problems.push({ field: 'number', message: numberProblem })
  if (typeof expiry === 'string') problems.push({ field: 'expiry', message: expiry })
  const cvcProblem = wrongCvc(form.cvc.trim(), brandOf(number))
  if (cvcProblem !== null) problems.push({ field: 'cvc', message: cvcProblem })
  if (form.name.trim() === '')
    problems.push({ field: 'name', message: 'Enter the name on your card.' })
  if (problems.length > 0 || behavior === undefined || typeof expiry === 'string')
    return { kind: 'bad', problems }
  return { kind: 'good', card: { number, behavior, ...expiry } }
}

function wrongNumber(number: string, behavior: CardBehavior | undefined): string | null {
  if (number === '') return 'Enter your card number.'
  if (!/^\d+$/.test(number)) return 'Your card number is invalid: use digits only.'
  if (behavior !== undefined) return null
  if (number.length < 13) return 'Your card number is incomplete.'
  if (!passesLuhn(number)) return 'Your card number is invalid.'
  return 'This is not a test card, and a real one must never be typed here. Use 4242 4242 4242 4242.'
}

/** The check digit that catches mistyped numbers. */
function passesLuhn(number: string): boolean {
  const digits = number.split('').toReversed().map(Number)
  const sum = digits.reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

function readExpiry(text: string, today: Date): { expMonth: number; expYear: number } | string {
  const [, month, year] = /^\s*(\d{1,2})\s*\/?\s*(\d{2}|\d{4})\s*$/.exec(text) ?? []
  if (month === undefined || year === undefined)
    return "Enter your card's expiration date as MM / YY."
  const [expMonth, expYear] = [Number(month), (Number(year) % 100) + 2000]
  if (expMonth < 1 || expMonth > 12) return "Your card's expiration date is invalid."
  const past =
    expYear < today.getUTCFullYear() ||
    (expYear === today.getUTCFullYear() && expMonth < today.getUTCMonth() + 1)
  return past ? "Your card's expiration date is in the past." : { expMonth, expYear }
}

function wrongCvc(cvc: string, brand: string): string | null {
  const length = brand === 'amex' ? 4 : 3
  if (cvc === '') return "Enter your card's security code."
  return new RegExp(`^\\d{${length}}$`).test(cvc)
    ? null
    : "Your card's security code is incomplete."
}

function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return 'amex'
  return number.startsWith('5') ? 'mastercard' : 'visa'
}

/** Keeps a card; it belongs to nobody yet. Returns its payment method's id. */
export function keepCard(
  world: World,
  card: GoodCard,
  holder: { name: string | null; email: string | null },
): string {
  const method = buildCard(
    {
      brand: brandOf(card.number),
      last4: card.number.slice(-4),
      expMonth: card.expMonth,
      expYear: card.expYear,
      fingerprint: createHash('sha256').update(card.number).digest('hex').slice(0, 16),
      ...holder,
    },
    serverNow(world),
  )
  world.store.put('payment_method', method)
  world.store.put('card', { id: method.id, behavior: card.behavior, authenticated: false })
  return method.id
}

/** Keeps the test card that Stripe knows under this name; null when it knows none. */
export function keepTestCard(world: World, token: string): string | null {
  const number = tokens[token]
  const behavior = number === undefined ? undefined : behaviors[number]
  if (number === undefined || behavior === undefined) return null
  const expYear = new Date(serverNow(world) * 1000).getUTCFullYear() + 3
  return keepCard(world, { number, behavior, expMonth: 12, expYear }, { name: null, email: null })
}

/** What can not be asked of a Checkout session at once, in Stripe's words where they are known. */
import { invalid } from '../kernel/api-error.ts'
import { need, type World } from '../kernel/world.ts'
import type { NewSession } from './checkout-params.ts'

const HOUR = 3600
const DAY = 24 * HOUR

type Name = keyof NewSession

/** Parameters that exclude each other. */
const pairs: [Name, Name][] = [
  ['customer', 'customer_email'],
  // Stripe refuses the two together even where codes are switched off.
  ['allow_promotion_codes', 'discounts'],
  ['customer', 'customer_creation'],
]

/** Parameters that belong to one mode. */
const modes: [Name, 'payment' | 'subscription'][] = [
  ['subscription_data', 'subscription'],
  ['payment_method_collection', 'subscription'],
  ['payment_intent_data', 'payment'],
  ['invoice_creation', 'payment'],
  ['customer_creation', 'payment'],
]

/** Refuses parameters that do not go together. */
export function checkTogether(
  world: World,
  params: NewSession,
  mode: 'payment' | 'subscription',
): void {
  const { customer, customer_update: update } = params
  if (customer !== undefined) need(world, 'customer', customer, 'customer')
  for (const [one, other] of pairs)
    if (params[one] !== undefined && params[other] !== undefined)
      throw invalid(`You may only specify one of these parameters: ${one}, ${other}.`, {
        code: 'parameters_exclusive',
        param: one,
      })
  for (const [name, only] of modes)
    if (params[name] !== undefined && only !== mode)
      throw invalid(`You can not pass \`${name}\` in \`${mode}\` mode.`, { param: name })
  if (update !== undefined && customer === undefined)
    throw invalid('`customer_update` can only be used with `customer`.', {
      param: 'customer_update',
    })
  checkUpdates(world, params)
}

/** What is collected for a customer must be allowed to be kept with the customer. */
function checkUpdates(world: World, params: NewSession): void {
  const { customer, customer_update: update } = params
  if (customer === undefined) return
  if (params.tax_id_collection?.enabled && update?.name !== 'auto')
    throw invalid(
      'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.',
    )
  const placed = world.store.get('customer', customer)?.address?.country ?? null
  if (params.automatic_tax?.enabled && placed === null && update?.address !== 'auto')
    throw invalid(
      "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set `customer_update[address]` to 'auto' to save the billing address entered in Checkout to the Customer.",
      { code: 'customer_tax_location_invalid' },
    )
}

/** Refuses a trial that is too short, or told twice. */
export function checkTrial({ subscription_data: data }: NewSession, created: number): void {
  const { trial_end: end, trial_period_days: days } = data ?? {}
  if (end !== undefined && days !== undefined)
    throw invalid(
      'You may only specify one of these parameters: subscription_data[trial_end], subscription_data[trial_period_days].',
      { code: 'parameters_exclusive' },
    )
  if (days !== undefined && days < 1)
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'subscription_data[trial_period_days]',
    })
  if (end !== undefined && end < created + 2 * DAY)
    throw invalid('The `trial_end` date has to be at least 2 days in the future.', {
      param: 'subscription_data[trial_end]',
    })
}

/** When a session ends by itself. */
export function expiryOf({ expires_at }: NewSession, created: number): number {
  if (expires_at === undefined) return created + DAY
  if (expires_at < created + HOUR / 2 || expires_at > created + DAY)
    throw invalid(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    )
  return expires_at
}

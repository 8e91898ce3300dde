/**
 * What we rely on in Stripe's objects, and no more. Fields we do not know are let through, whatever
 * they are; values of enums are open, as Stripe's are. What is here and of another type is not
 * Stripe's, or not for us: nothing of such an answer is written, shown or decided on.
 */
import { z } from 'zod'

/** PostgreSQL has no NUL in its text. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0]*$/)
const word = text(255).min(1)
/** Seconds since 1970, up to the year 9999. */
const seconds = z.int().min(0).max(253_402_300_799)
const amount = z.int()
const reference = z.union([word, z.looseObject({ id: word })])
/** It is led to, or shown as a link: `javascript:` has no business in it. */
const address = text(5000).regex(/^https?:\/\//i)

const recurring = z.looseObject({ interval: word, interval_count: z.int().min(1).nullish() })
const price = z.looseObject({
  id: word,
  product: reference.nullish(),
  unit_amount: amount.nullish(),
  recurring: recurring.nullish(),
})
/** What a price was called before there were prices. */
const plan = z.looseObject({
  id: word,
  product: reference.nullish(),
  amount: amount.nullish(),
  interval: word.nullish(),
})
const item = z.looseObject({
  price: price.nullish(),
  plan: plan.nullish(),
  quantity: z.int().min(0).max(2_147_483_647).nullish(),
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
})

const card = z.looseObject({
  brand: text(255).nullish(),
  last4: text(4).nullish(),
  exp_month: z.int().min(1).max(12).nullish(),
  exp_year: z.int().min(1970).max(9999).nullish(),
})
const paymentMethod = z.union([word, z.looseObject({ id: word, card: card.nullish() })])

const coupon = z.looseObject({
  percent_off: z.number().min(0).max(100).nullish(),
  amount_off: amount.nullish(),
})
const discount = z.looseObject({
  end: seconds.nullish(),
  source: z.looseObject({ coupon: z.union([word, coupon]).nullish() }).nullish(),
})

const subscription = z.looseObject({
  id: word,
  customer: reference,
  status: word,
  currency: word,
  created: seconds.nullish(),
  items: z.looseObject({ data: z.array(item) }).nullish(),
  cancel_at: seconds.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  canceled_at: seconds.nullish(),
  ended_at: seconds.nullish(),
  trial_end: seconds.nullish(),
  default_payment_method: paymentMethod.nullish(),
  discounts: z.array(z.union([word, discount])).nullish(),
  pause_collection: z.looseObject({ behavior: word, resumes_at: seconds.nullish() }).nullish(),
  // Where older versions of the API have them.
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
  plan: plan.nullish(),
  quantity: z.int().min(0).max(2_147_483_647).nullish(),
})

const invoice = z.looseObject({
  id: word.nullish(),
  customer: reference,
  number: text(255).nullish(),
  status: word.nullish(),
  billing_reason: word.nullish(),
  currency: word,
  amount_due: amount,
  amount_paid: amount,
  amount_remaining: amount,
  attempt_count: z.int().min(0).max(2_147_483_647).nullish(),
  next_payment_attempt: seconds.nullish(),
  period_start: seconds.nullish(),
  period_end: seconds.nullish(),
  created: seconds.nullish(),
  status_transitions: z
    .looseObject({ finalized_at: seconds.nullish(), paid_at: seconds.nullish() })
    .nullish(),
  hosted_invoice_url: address.nullish(),
  invoice_pdf: address.nullish(),
  parent: z
    .looseObject({
      subscription_details: z.looseObject({ subscription: reference.nullish() }).nullish(),
    })
    .nullish(),
  subscription: reference.nullish(),
  payments: z
    .looseObject({
      data: z.array(
        z.looseObject({ payment: z.looseObject({ payment_intent: reference.nullish() }) }),
      ),
    })
    .nullish(),
  lines: z
    .looseObject({
      data: z.array(
        z.looseObject({ period: z.looseObject({ start: seconds, end: seconds }).nullish() }),
      ),
    })
    .nullish(),
})

const charge = z.looseObject({
  id: word,
  customer: reference.nullish(),
  disputed: z.boolean().nullish(),
  payment_intent: reference.nullish(),
  status: word,
  currency: word,
  amount_captured: amount,
  amount_refunded: amount,
  created: seconds.nullish(),
  payment_method_details: z.looseObject({ card: card.nullish() }).nullish(),
})

const dispute = z.looseObject({
  id: word,
  charge: reference,
  status: word,
  reason: word,
  amount,
  currency: word,
  created: seconds.nullish(),
})

/** By the word in `object`. What is not here is accepted by that word alone. */
const shapes: Record<string, z.ZodType> = {
  subscription,
  invoice,
  charge,
  dispute,
  customer: z.looseObject({
    id: word,
    deleted: z.literal(true).nullish(),
    invoice_settings: z.looseObject({ default_payment_method: paymentMethod.nullish() }).nullish(),
  }),
  invoice_payment: z.looseObject({
    invoice: z
      .union([word, z.looseObject({ id: word, deleted: z.boolean().nullish() }), invoice])
      .nullish(),
  }),
  price: price.extend({ product: reference, active: z.boolean() }),
  'checkout.session': z.looseObject({
    id: word,
    status: word.nullish(),
    url: address.nullish(),
    customer: reference.nullish(),
  }),
  'billing_portal.session': z.looseObject({ id: word, url: address }),
  // What stands in a list is asked for by its own kind.
  list: z.looseObject({ data: z.array(z.unknown()), has_more: z.boolean().nullish() }),
  event: z.looseObject({ id: word, type: word, created: seconds }),
}

/** Whether an answer says of itself that it is a `kind`. */
export function isCalled(kind: string, answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && 'object' in answer && answer.object === kind
  )
}

/** What is wrong with an answer that should be a `kind`, in one line, or null when nothing is. */
export function faultOf(kind: string, answer: unknown): string | null {
  if (!isCalled(kind, answer)) return `Stripe answered without a ${kind}.`
  const parsed = shapes[kind]?.safeParse(answer)
  if (!parsed || parsed.success) return null
  const [issue] = parsed.error.issues
  return `Stripe answered with a ${kind} that is none: ${issue?.path.join('.')} ${issue?.message}`
}

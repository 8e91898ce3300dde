import { z } from 'zod'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import {
  accountShapes,
  accountSubject,
  type EmailChangeMessage,
  type EmailTakenMessage,
} from './account-messages.ts'
import { newsletterShapes, newsletterSubject } from './newsletter-messages.ts'

const moment = z.iso.datetime()
const money = { amount: z.number().int(), currency: z.string() }
/** What is paid next time, where something is given off; older messages do not say it. */
const discounted = { discounted: z.number().int().nullable().optional() }
/** The contract that may still be withdrawn from; older messages do not name it. */
const contract = {
  contract: z.object({ subscriptionId: z.string(), concludedAt: moment }).optional(),
}

/** What each kind of message has to say, as it is kept in the mail table. */
export const messageShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('welcome'),
    renewsAt: moment.nullable(),
    ...contract,
    ...discounted,
    ...money,
  }),
  z.object({
    kind: z.literal('receipt'),
    number: z.string().nullable(),
    paidAt: moment,
    periodStart: moment,
    periodEnd: moment,
    invoiceUrl: z.url().nullable(),
    ...contract,
    ...money,
  }),
  z.object({
    kind: z.literal('payment_failed'),
    nextAttemptAt: moment.nullable(),
    readsUntil: moment.nullable(),
    invoiceUrl: z.url().nullable(),
    ...money,
  }),
  z.object({ kind: z.literal('ends_on'), endsAt: moment }),
  z.object({
    kind: z.literal('payment_reminder'),
    which: z.enum(['second', 'last']),
    readsUntil: moment,
    ...money,
  }),
  z.object({
    kind: z.literal('renewal_notice'),
    renewsAt: moment,
    card: z.string().nullable(),
    ...discounted,
    ...money,
  }),
  z.object({
    kind: z.literal('trial_ending'),
    endsAt: moment,
    interval: z.string(),
    hasCard: z.boolean(),
    ...discounted,
    ...money,
  }),
  z.object({
    kind: z.literal('card_expiring'),
    brand: z.string(),
    last4: z.string(),
    month: z.number().int(),
    year: z.number().int(),
  }),
  z.object({
    kind: z.literal('price_change'),
    before: z.number().int(),
    interval: z.string(),
    effectiveAt: moment,
    ...money,
  }),
  z.object({ kind: z.literal('access_given'), until: moment }),
  z.object({
    kind: z.literal('gift'),
    giftId: z.string(),
    months: z.number().int(),
    giver: z.string(),
    recipient: z.string().nullable(),
    note: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('gift_bought'),
    giftId: z.string(),
    months: z.number().int(),
    recipient: z.string().nullable(),
  }),
  z.object({ kind: z.literal('access_ending'), endsAt: moment, gift: z.boolean() }),
  z.object({
    kind: z.literal('staff_dispute'),
    state: z.enum(['opened', 'won', 'lost']),
    reader: z.string(),
    readerId: z.string(),
    reason: z.string(),
    evidenceDueAt: moment.nullable(),
    ...money,
  }),
  z.object({
    kind: z.literal('paused'),
    readsUntil: moment.nullable(),
    resumesAt: moment.nullable(),
  }),
  z.object({ kind: z.literal('resumed'), renewsAt: moment.nullable(), ...discounted, ...money }),
  z.object({
    kind: z.literal('staff_dead_letter'),
    count: z.number().int(),
    event: z.string(),
    type: z.string(),
    error: z.string(),
    receivedAt: moment,
  }),
  z.object({
    kind: z.literal('staff_oddity'),
    oddity: z.enum(['unknown_state', 'older_version', 'second_reader']),
    problem: z.string(),
  }),
  ...accountShapes,
  ...newsletterShapes,
])

/** A message that can wait in the mail table: it holds no secret. */
export type Message = z.infer<typeof messageShape>

/** The sign-in mail holds a code and a link that open an account, so it is sent at once and never kept. */
export type SignInMessage = {
  kind: 'sign_in'
  code: string
  link: string
  minutes: number
  device: string
}

/** A message that is sent at once and never kept, because it holds a secret or answers like one that does. */
export type AtOnceMessage = SignInMessage | EmailChangeMessage | EmailTakenMessage

/** The subject line of a message. */
export function subjectOf(message: Message | AtOnceMessage): string {
  switch (message.kind) {
    case 'sign_in':
      return `${message.code} is your code for ${publication.name}`
    case 'welcome':
      return `Welcome to ${publication.name}`
    case 'receipt':
      return `Your receipt from ${publication.name}`
    case 'payment_failed':
      return 'Your payment did not go through'
    case 'ends_on':
      return `Your subscription ends on ${formatDay(new Date(message.endsAt))}`
    case 'payment_reminder':
      return message.which === 'last' ? 'Last reminder: your payment' : 'Reminder: your payment'
    case 'renewal_notice':
      return `Your subscription renews on ${formatDay(new Date(message.renewsAt))}`
    case 'trial_ending':
      return `Your trial ends on ${formatDay(new Date(message.endsAt))}`
    case 'card_expiring':
      return 'Your card expires soon'
    case 'price_change':
      return `A new price from ${formatDay(new Date(message.effectiveAt))}`
    case 'gift':
      return `A gift: ${message.months} months of ${publication.name}`
    case 'gift_bought':
      return message.recipient === null ? 'Your gift is ready' : 'Your gift is on its way'
    case 'access_given':
      return `Every article of ${publication.name} is open to you`
    case 'access_ending':
      return `Your access ends on ${formatDay(new Date(message.endsAt))}`
    case 'staff_dispute':
      return disputeSubjects[message.state]
    case 'paused':
      return 'Your subscription is paused'
    case 'resumed':
      return 'Your subscription goes on'
    case 'staff_dead_letter':
      return message.count === 1
        ? 'An event of Stripe’s was given up'
        : `${message.count} events of Stripe’s were given up`
    case 'staff_oddity':
      return odditySubjects[message.oddity]
    case 'email_change':
    case 'email_taken':
    case 'email_change_asked':
    case 'email_changed':
    case 'account_deleted':
    case 'withdrawal_receipt':
    case 'staff_withdrawal':
      return accountSubject(message)
    case 'newsletter_confirm':
    case 'newsletter':
      return newsletterSubject(message)
  }
}

const disputeSubjects = {
  opened: 'A payment is disputed',
  won: 'A dispute was won',
  lost: 'A dispute was lost',
}

const odditySubjects = {
  unknown_state: 'Stripe reports a state we do not know',
  older_version: 'Stripe answers in an older version of its API',
  second_reader: 'One Stripe customer for two readers: refused',
}

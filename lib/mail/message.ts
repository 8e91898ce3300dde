import { z } from 'zod'
import { formatDay, publication } from '#lib/publication.ts'

const moment = z.iso.datetime()
const money = { amount: z.number().int(), currency: z.string() }

/** What each kind of message has to say, as it is kept in the mail table. */
export const messageShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('welcome'), renewsAt: moment.nullable(), ...money }),
  z.object({
    kind: z.literal('receipt'),
    number: z.string().nullable(),
    paidAt: moment,
    periodStart: moment,
    periodEnd: moment,
    invoiceUrl: z.url().nullable(),
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

/** The subject line of a message. */
export function subjectOf(message: Message | SignInMessage): string {
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
  }
}

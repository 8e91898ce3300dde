import { z } from 'zod'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'

const moment = z.iso.datetime()

/** What messages about an account, and about its end, have to say. None of them holds a secret. */
export const accountShapes = [
  z.object({
    kind: z.literal('email_change_asked'),
    newEmail: z.string(),
    device: z.string(),
    askedAt: moment,
  }),
  z.object({ kind: z.literal('email_changed'), newEmail: z.string(), changedAt: moment }),
  z.object({ kind: z.literal('account_deleted'), deletedAt: moment }),
  z.object({
    kind: z.literal('withdrawal_receipt'),
    name: z.string(),
    statement: z.string(),
    statedAt: moment,
    outcome: z.enum(['ended', 'by_hand', 'too_late']),
    /** The last moment at which the contract could be withdrawn from, when it is known. */
    endedAt: moment.nullable(),
  }),
  z.object({
    kind: z.literal('staff_withdrawal'),
    name: z.string(),
    email: z.string(),
    reference: z.string().nullable(),
    statedAt: moment,
  }),
] as const

/** A message about an account, as it waits in the mail table. */
export type AccountMessage = z.infer<(typeof accountShapes)[number]>

/** The link to a new address opens an account to it, so it is sent at once and never kept. */
export type EmailChangeMessage = {
  kind: 'email_change'
  link: string
  minutes: number
  oldEmail: string
}

/** Goes out in place of the link when the address is another account's. As fast, so that time tells nothing. */
export type EmailTakenMessage = { kind: 'email_taken' }

/** The subject line of a message about an account. */
export function accountSubject(
  message: AccountMessage | EmailChangeMessage | EmailTakenMessage,
): string {
  switch (message.kind) {
    case 'email_change':
      return `Confirm your new address for ${publication.name}`
    case 'email_taken':
      return `You have an account at ${publication.name} already`
    case 'email_change_asked':
      return 'Somebody asked to change your e-mail address'
    case 'email_changed':
      return 'Your e-mail address was changed'
    case 'account_deleted':
      return 'Your account was deleted'
    case 'withdrawal_receipt':
      return `We received your withdrawal on ${formatDay(new Date(message.statedAt))}`
    case 'staff_withdrawal':
      return 'A withdrawal to settle by hand'
  }
}

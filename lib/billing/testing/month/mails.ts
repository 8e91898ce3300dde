/** A mail as the oracle knows it: by its once-only key, with whom it goes to and all that it says. */
import { z } from 'zod'

/** Whom a mail goes to and what it says, in one line, to be compared. */
export type Says = string

/** Times are ISO, amounts minor units. */
type Detail = string | number | boolean | null

/** What a mail says, in the order in which `detailsOf` reads it from a row. */
export const sayingOf = (to: string, details: readonly Detail[]): Says =>
  [to, ...details.map(String)].join(' | ')

const fields: Record<string, readonly string[]> = {
  welcome: ['renewsAt', 'contract.concludedAt', 'amount', 'currency', 'discounted'],
  receipt: [
    'number',
    'paidAt',
    'periodStart',
    'periodEnd',
    'invoiceUrl',
    'contract.concludedAt',
    'amount',
    'currency',
  ],
  payment_failed: ['nextAttemptAt', 'readsUntil', 'invoiceUrl', 'amount', 'currency'],
  ends_on: ['endsAt'],
  paused: ['readsUntil', 'resumesAt'],
  resumed: ['renewsAt', 'amount', 'currency', 'discounted'],
  payment_reminder: ['which', 'readsUntil', 'amount', 'currency'],
  trial_ending: ['endsAt', 'interval', 'hasCard', 'amount', 'currency', 'discounted'],
  card_expiring: ['brand', 'last4', 'month', 'year'],
  access_given: ['until'],
  access_ending: ['endsAt', 'gift'],
  staff_dispute: ['state', 'reader', 'reason', 'amount', 'currency'],
}

const rowShape = z.object({
  id: z.string(),
  kind: z.string(),
  once_key: z.string(),
  to_address: z.string(),
  state: z.string(),
  data: z.record(z.string(), z.unknown()),
})

export type MailRow = z.infer<typeof rowShape>

export const readMailRows = (rows: unknown): MailRow[] => z.array(rowShape).parse(rows)

/** What a mail that was written says. Null: of a kind for which there is no rule. */
export function sayingOfRow({ kind, to_address, data }: MailRow): Says | null {
  const names = fields[kind]
  if (!names) return null
  const at = (name: string) =>
    name.split('.').reduce<unknown>((value, part) => Object(value)[part], data)
  return [to_address, ...names.map((name) => String(at(name)))].join(' | ')
}

export const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString()
export const isoOrNull = (seconds: number | null) => (seconds === null ? null : isoOf(seconds))

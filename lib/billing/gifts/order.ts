import { z } from 'zod'
import { readEmail } from '#lib/auth/email.ts'
import { DAY, later } from '#lib/clock.ts'
import { giftOffers } from '#lib/plans.ts'

/** A gift as it was ordered; the price is not in it, it is ours. */
export type GiftOrder = {
  months: number
  giverName: string
  recipientName: string | null
  /** Null: the buyer gets the code and hands it over. */
  recipientEmail: string | null
  note: string | null
  /** When the code is mailed. */
  deliverAt: Date
}

/** An order, or what is wrong with each field, in sentences for whoever typed it. */
export type OrderReading =
  | { kind: 'order'; order: GiftOrder }
  | { kind: 'wrong'; problems: Partial<Record<Field, string>> }

/** The fields of the form, all as they were typed. */
export type Field = 'months' | 'giver' | 'recipient' | 'email' | 'note' | 'day'
export type Typed = Record<Field, string>

/** As far ahead as a gift can be scheduled. */
const FURTHEST = 366 * DAY

/**
 * Reads what was typed. An empty day means at once; a day means the morning of it in UTC, and today
 * means at once. Pure.
 */
export function readGiftOrder(typed: Typed, now: Date): OrderReading {
  const months = Number(typed.months)
  const address = typed.email.trim() === '' ? null : readEmail(typed.email)
  const deliverAt = deliveryOf(typed.day.trim(), now)
  const problems: Partial<Record<Field, string>> = {
    ...(giftOffers.some((offer) => offer.months === months)
      ? {}
      : { months: 'Choose how long the gift lasts.' }),
    ...checkLength('giver', typed.giver, 1, 80, 'Say who it is from, in at most 80 letters.'),
    ...checkLength('recipient', typed.recipient, 0, 80, 'A name has at most 80 letters.'),
    ...checkLength('note', typed.note, 0, 500, 'The note can have at most 500 letters.'),
    ...(address?.kind === 'invalid'
      ? { email: 'This is no e-mail address. Check it, or leave it empty to hand the code over.' }
      : {}),
    ...(deliverAt === null
      ? { day: 'Choose a day from today to a year from now, or leave it empty.' }
      : {}),
  }
  if (deliverAt === null || Object.keys(problems).length > 0) return { kind: 'wrong', problems }
  return {
    kind: 'order',
    order: {
      months,
      giverName: typed.giver.trim(),
      recipientName: typed.recipient.trim() || null,
      recipientEmail: address?.kind === 'valid' ? address.email : null,
      note: typed.note.trim() || null,
      deliverAt,
    },
  }
}

function checkLength(
  field: Field,
  value: string,
  least: number,
  most: number,
  problem: string,
): Partial<Record<Field, string>> {
  const { length } = value.trim()
  return length >= least && length <= most ? {} : { [field]: problem }
}

function deliveryOf(day: string, now: Date): Date | null {
  if (day === '') return now
  if (!z.iso.date().safeParse(day).success) return null
  const morning = new Date(`${day}T07:00:00Z`)
  const today = now.toISOString().slice(0, 10)
  if (day < today || morning > later(now, FURTHEST)) return null
  return morning < now ? now : morning
}

import { z } from 'zod'
import { later, MINUTE, SECOND } from '#lib/clock.ts'
import { verifySignature } from './gateway.ts'

/** Stripe's own limit backwards, in seconds, and ours forwards: their library accepts any future. */
const TOLERANCE_SECONDS = 300
const FUTURE = 10 * MINUTE

/** Names of Stripe's: they go into columns, and PostgreSQL has no way to write some characters. */
const word = z.string().regex(/^[\x21-\x7e]{1,255}$/)

/** The end of the year 9999, in seconds. */
const LAST_SECOND = 253_402_300_799

/** As much of an event as we rely on. It tells us whom to ask about; what happened we ask Stripe. */
const shape = z.object({
  id: word,
  object: z.literal('event'),
  type: word,
  livemode: z.boolean(),
  created: z.number().int().nonnegative().max(LAST_SECOND),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
})

/**
 * An event of Stripe's. `payload` is all of it, as it came. `signedAt` is Stripe's clock when it was
 * sent to us; null for one that we had to ask for.
 */
export type VerifiedEvent = z.infer<typeof shape> & { payload: unknown; signedAt: Date | null }

/** An event, or why it is not taken for one. */
export type EventReading =
  | { kind: 'event'; event: VerifiedEvent }
  | { kind: 'refused'; why: string }

/**
 * Reads a webhook body. It must be signed with one of `secrets` (the current one, or the previous
 * one while it is being replaced), neither older than five minutes nor ten minutes ahead of us.
 * Never throws: whatever is wrong with it is a refusal.
 */
export function readEvent(
  body: string,
  signature: string | null,
  secrets: string[],
  now: Date,
): EventReading {
  const why = whyUnsigned(signature, now)
  if (signature === null || why !== null) return { kind: 'refused', why: why ?? NO_SIGNATURE }
  for (const secret of secrets) {
    const payload = verified(body, signature, secret, now)
    if (payload === undefined) continue
    const parsed = shape.safeParse(payload)
    return parsed.success
      ? {
          kind: 'event',
          event: {
            ...parsed.data,
            payload: asStored(body, payload),
            signedAt: new Date(signedAtOf(signature) * SECOND),
          },
        }
      : { kind: 'refused', why: 'signed, but not an event' }
  }
  return { kind: 'refused', why: NO_SIGNATURE }
}

const NO_SIGNATURE = 'no signature of ours, or an old one'

/** Stripe's time in the header; not a number when there is none. */
const signedAtOf = (signature: string) =>
  Number(/(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(signature)?.[1] ?? Number.NaN)

/**
 * Why nothing can be signed with such a header, whatever the body is: so a forger is refused before it is
 * read. Null: that is for the body to say.
 */
export function whyUnsigned(signature: string | null, now: Date): string | null {
  if (!signature) return 'no Stripe-Signature header'
  const signedAt = signedAtOf(signature)
  if (!(signedAt * SECOND <= later(now, FUTURE).getTime()))
    return 'signed in the future, or without a time'
  const isOld = Math.floor(now.getTime() / SECOND) - signedAt > TOLERANCE_SECONDS
  return isOld || !/(?:^|,)\s*v1=[\da-f]{64}(?:,|$)/.test(signature) ? NO_SIGNATURE : null
}

/** An event that we asked Stripe's API for, which needs no signature. Null when it is none. */
export function readListedEvent(listed: unknown): VerifiedEvent | null {
  const parsed = shape.safeParse(listed)
  return parsed.success ? { ...parsed.data, payload: storable(listed), signedAt: null } : null
}

/** In text that was read as UTF-8 the two characters can only be written as an escape. */
const unstorable = /\\u(?:0000|d[89a-f])/i

function asStored(body: string, payload: unknown): unknown {
  return unstorable.test(body) ? storable(payload) : payload
}

/**
 * The same in what PostgreSQL can store: its jsonb refuses two characters that JSON allows. An event
 * with one of them would be a 500 each time Stripe sends it, until Stripe gives up on the endpoint.
 */
function storable(payload: unknown): unknown {
  return JSON.parse(JSON.stringify(payload, storableValue))
}

function storableValue(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value
}

/** The body when it is signed with this secret. Stripe's library throws in many ways; each is a no. */
function verified(body: string, signature: string, secret: string, now: Date): unknown {
  try {
    return verifySignature(body, signature, secret, TOLERANCE_SECONDS, now) ?? null
  } catch {
    return undefined
  }
}

const customerReference = z.union([word.transform((id) => ({ id })), z.object({ id: word })])

/** The customer an event is about, or null when it names none. */
export function customerOfEvent(event: VerifiedEvent): string | null {
  const { object } = event.data
  if (object.object === 'customer')
    return word
      .nullable()
      .catch(null)
      .parse(object.id ?? null)
  return customerReference.safeParse(object.customer).data?.id ?? null
}

import { MINUTE, SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { billingDatabase, environment, inboxDatabase, wakeJob } from '#lib/runtime.ts'
import { stripeGateway } from './connection.ts'
import { readEvent, type VerifiedEvent, whyUnsigned } from './event.ts'
import { notePace, type Pace } from './pace.ts'
import { processEvent, type Receipt, receiveEvent } from './inbox.ts'

/** Stripe's events are a few kilobytes; what is larger than this is not one. */
export const BODY_LIMIT = 1024 * 1024

/**
 * How long Stripe's request is kept for processing. Checkout waits up to ten seconds for our answer
 * before it sends the buyer back; the event is safe in the inbox by then, and processing goes on.
 */
const PATIENCE = 5 * SECOND

/**
 * How many events are processed while their request waits. The others, and all in a flood (`pace.ts`), are
 * answered as soon as they are stored, and left to the drain: they must not queue for Stripe with their
 * requests open, nor take processor time and connections of people who read and subscribe meanwhile.
 */
const INLINE_AT_ONCE = 3

/** A delivery as it comes in: `length` is what it says of its own size. */
export type Delivery = {
  signature: string | null
  length: number
  body: AsyncIterable<Uint8Array>
}

/** What we say back. It is shown in Stripe's log of the delivery: the body is a receipt. */
export type Reply = { status: 200 | 400 | 413 | 500; body: { outcome: string } | { error: string } }

/**
 * Takes a delivery of Stripe's webhook: verify, store, commit, process, 200. Anything unsigned is a
 * 400 and leaves no trace; a database that cannot store is a 500, so that Stripe sends it again.
 */
export async function takeDelivery(delivery: Delivery): Promise<Reply> {
  if (delivery.length > BODY_LIMIT) return refused(413, TOO_LARGE)
  const unsigned = whyUnsigned(delivery.signature, new Date())
  if (unsigned !== null) return refuseUnsigned(unsigned)
  const body = await readBody(delivery.body)
  if (body === null) return refused(413, TOO_LARGE)
  const { stripe } = environment()
  const reading = readEvent(body, delivery.signature, stripe.webhookSecrets, new Date())
  if (reading.kind === 'refused') return refuseUnsigned(reading.why)
  const receipt = await receive(reading.event, stripe.livemode)
  if (receipt === null) return refused(500, 'The event could not be stored; send it again.')
  if (receipt === 'processed' || receipt === 'ignored') return taken(receipt)
  return taken((await processInline(reading.event.id)) ? 'processed' : 'received')
}

const TOO_LARGE = 'The body is larger than 1 MiB.'

const taken = (outcome: string): Reply => ({ status: 200, body: { outcome } })
const refused = (status: 400 | 413 | 500, error: string): Reply => ({ status, body: { error } })

/** Refusals since the last line of the log about them, and when there may be another. */
const refusals = { since: 0, next: 0 }

/** A line at once, then one a minute with how many there were: anybody can be refused as often as they like. */
function refuseUnsigned(why: string): Reply {
  refusals.since++
  const now = Date.now()
  if (now >= refusals.next) {
    log().warn({ why, refused: refusals.since }, 'webhook refused')
    Object.assign(refusals, { since: 0, next: now + MINUTE })
  }
  return refused(400, 'This is not an event signed by Stripe for this endpoint.')
}

/** What became of the event, or null when it could not be stored. */
async function receive(event: VerifiedEvent, livemode: boolean): Promise<Receipt | null> {
  try {
    return await receiveEvent(inboxDatabase(), event, { livemode, now: new Date() })
  } catch (error) {
    log().error({ event: event.id, err: error }, 'webhook could not be stored')
    return null
  }
}

/** Only the door takes deliveries, so this file runs once in a process. */
const inline: { running: number; pace: Pace } = { running: 0, pace: [] }

/** Whether the event was processed within our patience, or at all: the inbox has it in any case. */
async function processInline(id: string): Promise<boolean> {
  const { pace, quiet } = notePace(inline.pace, Date.now())
  inline.pace = pace
  if (!quiet || inline.running >= INLINE_AT_ONCE) {
    wakeJob('inbox')
    return false
  }
  const { stripe } = environment()
  inline.running++
  const work = processEvent(billingDatabase(), id, {
    stripe: stripeGateway('background'),
    priceId: stripe.monthlyPrice,
    now: () => new Date(),
  }).finally(() => {
    inline.running--
  })
  return inTime(work)
}

/** Whether the work is done within our patience. It goes on when it is not; the inbox has the event. */
async function inTime(work: Promise<boolean>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), PATIENCE)
  work.then(resolve, (error: unknown) => {
    log().error({ err: error }, 'webhook processing broke off')
    resolve(false)
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

/** The raw body, or null as soon as it is larger than the limit; the rest is not read. */
async function readBody(body: Delivery['body']): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > BODY_LIMIT) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

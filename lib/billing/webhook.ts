import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { appDatabase, billingDatabase, environment } from '#lib/runtime.ts'
import { stripeGateway } from './connection.ts'
import { readEvent, type VerifiedEvent } from './event.ts'
import { processEvent, type Receipt, receiveEvent } from './inbox.ts'

/** Stripe's events are a few kilobytes; what is larger than this is not one. */
export const BODY_LIMIT = 1024 * 1024

/**
 * How long Stripe's request is kept for processing. Checkout waits up to ten seconds for our answer
 * before it sends the buyer back; the event is safe in the inbox by then, and processing goes on.
 */
const PATIENCE = 5 * SECOND

/**
 * Answers Stripe's webhook: verify, store, commit, process, 200. Anything unsigned is a 400 and
 * leaves no trace; a database that cannot store is a 500, so that Stripe sends the event again.
 */
export async function answerWebhook(request: Request): Promise<Response> {
  const body = await readBody(request)
  if (body === null) return answer(413, 'The body is larger than 1 MiB.')
  const { stripe } = environment()
  const reading = readEvent(
    body,
    request.headers.get('stripe-signature'),
    stripe.webhookSecrets,
    new Date(),
  )
  if (reading.kind === 'refused') {
    log().warn({ why: reading.why }, 'webhook refused')
    return answer(400, 'This is not an event signed by Stripe for this endpoint.')
  }
  const { event } = reading
  const receipt = await receive(event, stripe.livemode)
  if (receipt === null) return answer(500, 'The event could not be stored; send it again.')
  if (receipt === 'processed' || receipt === 'ignored') return answer(200, receipt)
  const work = processEvent(billingDatabase(), event.id, {
    stripe: stripeGateway('background'),
    priceId: stripe.monthlyPrice,
    now: () => new Date(),
  })
  return answer(200, (await inTime(work)) ? 'processed' : 'received')
}

/** What became of the event, or null when it could not be stored. */
async function receive(event: VerifiedEvent, livemode: boolean): Promise<Receipt | null> {
  try {
    return await receiveEvent(appDatabase(), event, { livemode, now: new Date() })
  } catch (error) {
    log().error({ event: event.id, err: error }, 'webhook could not be stored')
    return null
  }
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
async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > BODY_LIMIT) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What we say back is shown in Stripe's log of the delivery: it is a receipt. */
function answer(status: number, message: string): Response {
  return Response.json({ [status === 200 ? 'outcome' : 'error']: message }, { status })
}

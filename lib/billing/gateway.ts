/** Stripe's SDK, behind which everything about talking to Stripe is decided once. */
import { Stripe } from 'stripe'

/** A connection to one Stripe account. */
export type StripeGateway = { client: Stripe; livemode: boolean }

type Settings = {
  secretKey: string
  livemode: boolean
  apiBase: URL | null
  /** How long one call may take, with its retries: somebody is waiting, or nobody is. */
  patience: 'interactive' | 'background'
}

/**
 * Stripe did not answer, or not as Stripe does: an outage of theirs, of the net, or a wrong key.
 * What we hold stays as it is, and the work is tried again later.
 */
export class StripeUnavailable extends Error {
  override name = 'StripeUnavailable'
}

/** Opens a connection. Nothing is sent yet. */
export function openGateway(settings: Settings): StripeGateway {
  const { apiBase } = settings
  const client = new Stripe(settings.secretKey, {
    telemetry: false,
    appInfo: { name: 'Foldline' },
    ...(settings.patience === 'interactive'
      ? { timeout: 4000, maxNetworkRetries: 1 }
      : { timeout: 10_000, maxNetworkRetries: 2 }),
    ...(apiBase
      ? {
          host: apiBase.hostname,
          port: apiBase.port || undefined,
          protocol: apiBase.protocol === 'https:' ? 'https' : 'http',
        }
      : {}),
  })
  return { client, livemode: settings.livemode }
}

/**
 * Asks Stripe, and accepts only an answer that says it is a `kind`.
 *
 * The SDK takes a 404 whose body has no `error` key for a success, and passes through whatever a
 * proxy in between may send: the word `object` in the answer is the proof that it is Stripe's.
 * Throws `StripeUnavailable`; null when Stripe says that it has no such thing.
 */
export async function ask<T extends { object: string }>(
  kind: T['object'],
  call: () => Promise<T>,
): Promise<T | null> {
  try {
    const answer = await call()
    if (answer?.object !== kind) throw new StripeUnavailable(`Stripe answered without a ${kind}.`)
    return answer
  } catch (error) {
    if (error instanceof StripeUnavailable) throw error
    if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return null
    throw new StripeUnavailable(describe(error), { cause: error })
  }
}

/** The same for what must be there: its absence is an outage too. */
export async function demand<T extends { object: string }>(
  kind: T['object'],
  call: () => Promise<T>,
): Promise<T> {
  const answer = await ask(kind, call)
  if (answer === null) throw new StripeUnavailable(`Stripe has no such ${kind}.`)
  return answer
}

/** Everything on all pages of a list, up to `most`. */
export async function askAll<T>(call: () => Stripe.ApiListPromise<T>, most = 500): Promise<T[]> {
  const first = await demand('list', call)
  if (!Array.isArray(first.data)) throw new StripeUnavailable('Stripe answered without a list.')
  if (!first.has_more) return first.data
  try {
    return await call().autoPagingToArray({ limit: most })
  } catch (error) {
    throw new StripeUnavailable(describe(error), { cause: error })
  }
}

/** Whether Stripe did answer, and said that the card was refused or its holder has to confirm: a 402. */
export function cardRefused(error: unknown): boolean {
  const cause = error instanceof StripeUnavailable ? error.cause : error
  return cause instanceof Stripe.errors.StripeError && cause.statusCode === 402
}

/** One line about an error, without the request that caused it. */
function describe(error: unknown): string {
  if (error instanceof Stripe.errors.StripeError)
    return `${error.type} ${error.statusCode ?? ''} ${error.message}`.trim()
  return error instanceof Error ? error.message : String(error)
}

/** Checks the signature of a webhook body with one secret. Throws when it is not Stripe's. */
export function verifySignature(
  body: string,
  signature: string,
  secret: string,
  toleranceSeconds: number,
  now: Date,
): unknown {
  return Stripe.webhooks.constructEvent(
    body,
    signature,
    secret,
    toleranceSeconds,
    undefined,
    now.getTime(),
  )
}

/** The version of Stripe's API that this SDK speaks, and that webhook endpoints are made with. */
export const pinnedApiVersion = Stripe.API_VERSION

export type { Stripe }

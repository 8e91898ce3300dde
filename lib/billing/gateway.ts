/** Stripe's SDK, behind which everything about talking to Stripe is decided once. */
import { Stripe } from 'stripe'
import { boundedHttpClient } from './bounded-http.ts'
import { faultOf, isCalled } from './shapes.ts'

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

/**
 * Something answered that calls itself what was asked for, and is not (`shapes.ts`). For whoever waits
 * it is an outage; but it may be one object only, so others need not wait for it to pass.
 */
export class StripeGarbled extends StripeUnavailable {
  override name = 'StripeGarbled'
}

/** Opens a connection. Nothing is sent yet. */
export function openGateway(settings: Settings): StripeGateway {
  const { apiBase } = settings
  const client = new Stripe(settings.secretKey, {
    telemetry: false,
    httpClient: boundedHttpClient((error) => Stripe.HttpClient.makeResponseBodyError(error)),
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
 * Asks Stripe, and accepts only an answer that says it is a `kind`, with what we rely on in its shape.
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
    return accept(kind, await call())
  } catch (error) {
    if (error instanceof StripeUnavailable) throw error
    if (isMissing(error)) return null
    throw new StripeUnavailable(describe(error), { cause: error })
  }
}

/** The answer, if it is what was asked for. */
function accept<T>(kind: string, answer: T): T {
  const fault = faultOf(kind, answer)
  if (fault === null) return answer
  throw isCalled(kind, answer) ? new StripeGarbled(fault) : new StripeUnavailable(fault)
}

/** "There is no such thing" is said with 404, or with 400 where it was named in a parameter. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeError &&
    error.code === 'resource_missing' &&
    (error.statusCode === 404 || error.statusCode === 400)
  )
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

/**
 * Everything on all pages of a list, up to `most`, each of it a `kind`. A list that goes on and on
 * without getting longer is none.
 */
export async function askAll<T extends { object: string }>(
  kind: T['object'],
  call: () => Stripe.ApiListPromise<T>,
  most = 500,
): Promise<T[]> {
  const pages = call()
  const first = await demand('list', () => pages)
  if (!first.has_more) return first.data.map((one) => accept(kind, one))
  const all = new Map<unknown, T>()
  try {
    for await (const one of pages) {
      const id = 'id' in one ? one.id : undefined
      if (all.has(id)) throw new StripeGarbled(`Stripe lists one ${kind} again and again.`)
      all.set(id, accept(kind, one))
      if (all.size >= most) break
    }
    return [...all.values()]
  } catch (error) {
    if (error instanceof StripeUnavailable) throw error
    throw new StripeUnavailable(describe(error), { cause: error })
  }
}

/** One page of a list, each thing on it a `kind`, for who goes through more than can be held. */
export async function askPage<T extends { object: string }>(
  kind: T['object'],
  call: () => Stripe.ApiListPromise<T>,
): Promise<{ data: T[]; hasMore: boolean }> {
  const page = await demand('list', call)
  return { data: page.data.map((one) => accept(kind, one)), hasMore: page.has_more }
}

/** Whether Stripe did answer, and said that it does not do what it was asked: a 400. */
export function wasRefused(error: unknown): boolean {
  return refusalOf(error) === 400
}

/** Whether Stripe did answer, and said that the card was refused or its holder has to confirm: a 402. */
export function cardRefused(error: unknown): boolean {
  return refusalOf(error) === 402
}

function refusalOf(error: unknown): number | null {
  const cause = error instanceof StripeUnavailable ? error.cause : error
  return cause instanceof Stripe.errors.StripeError ? (cause.statusCode ?? null) : null
}

/** The clock of who answered, to the second, or null when the answer does not say. */
export function dateOfAnswer(answer: {
  lastResponse?: { headers: Record<string, string> }
}): Date | null {
  const date = new Date(answer.lastResponse?.headers.date ?? '')
  return Number.isNaN(date.getTime()) ? null : date
}

/** One line about an error, without the request that caused it. */
function describe(error: unknown): string {
  const said =
    error instanceof Stripe.errors.StripeError
      ? `${error.type} ${error.statusCode ?? ''} ${error.message}`.trim()
      : String(error instanceof Error ? error.message : error)
  return said.replaceAll(/[\s\0]+/g, ' ').slice(0, 300)
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

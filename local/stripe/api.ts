/** `/v1`: one request of the API, from its key to its answer. */
import { Stripe } from 'stripe'
import { afterWork, answerInstead } from './api-faults.ts'
import { type Answer, answerJson, type Asked } from './exchange.ts'
import { ApiError } from './kernel/api-error.ts'
import { expand } from './kernel/expand.ts'
import { readForm } from './kernel/form.ts'
import { newId } from './kernel/ids.ts'
import { findReplay, fingerprintOf, keepReplay, type Kept, keyInUse } from './kernel/replay.ts'
import { match } from './kernel/router.ts'
import { makeUp } from './life/due.ts'
import { includables } from './routes/includables.ts'
import { routes } from './routes/routes.ts'
import type { LocalStripe } from './local-stripe.ts'

/** Answers a call of the API. */
export async function answerApi(local: LocalStripe, asked: Asked): Promise<Answer> {
  const request = newId('req', 14)
  const refused = refuse(local, asked)
  if (refused) return envelope(refused, request)
  const fault = local.apiFaults.take(asked.method, asked.url.pathname)
  const instead = fault && answerInstead(fault)
  if (instead) return instead
  const key = asked.method === 'POST' ? (asked.headers['idempotency-key'] ?? null) : null
  if (typeof key !== 'string') return afterWork(fault, work(local, asked, request), local.stopping)
  if (local.keysInUse.has(key)) return envelope(keyInUse(key), request)
  local.keysInUse.add(key)
  try {
    return await afterWork(fault, once(local, asked, request, key), local.stopping)
  } finally {
    local.keysInUse.delete(key)
  }
}

/** The key and the version, before anything else. */
function refuse(local: LocalStripe, { headers }: Asked): ApiError | null {
  const key = keyOf(headers.authorization)
  if (key === null)
    return new ApiError(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    })
  if (key !== local.secretKey)
    return new ApiError(401, {
      type: 'invalid_request_error',
      message: `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`,
    })
  const version = headers['stripe-version']
  if (version !== undefined && version !== Stripe.API_VERSION)
    return new ApiError(400, {
      type: 'invalid_request_error',
      message: `Invalid Stripe API version: ${String(version)}. The local Stripe speaks ${Stripe.API_VERSION} only.`,
    })
  return null
}

/** Bearer, or Basic as `curl -u sk_test_…:` sends it. */
function keyOf(authorization: string | undefined): string | null {
  const [, scheme, value] = /^(Bearer|Basic)\s+(\S+)$/i.exec(authorization ?? '') ?? []
  if (scheme === undefined || value === undefined) return null
  if (scheme.toLowerCase() === 'bearer') return value
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null
}

/** The same, done once for each idempotency key. */
function once(local: LocalStripe, asked: Asked, request: string, key: string): Answer {
  const fingerprint = fingerprintOf(asked.method, asked.url.pathname, asked.body)
  const headers = { 'idempotency-key': key }
  try {
    const kept = findReplay(local.world, key, fingerprint)
    if (kept) return replayed(kept, request, headers)
  } catch (problem) {
    if (problem instanceof ApiError) return envelope(problem, request, headers)
    throw problem
  }
  const answer = work(local, asked, request, key)
  // What was refused before anything was done may be tried again under the same key.
  if (answer.kind === 'answer' && typeof answer.body === 'string' && isDone(answer.status))
    keepReplay(local.world, key, fingerprint, {
      status: answer.status,
      request,
      body: answer.body,
    })
  return answer.kind === 'answer'
    ? { ...answer, headers: { ...answer.headers, ...headers } }
    : answer
}

function isDone(status: number): boolean {
  return status < 400 || status === 402
}

function replayed(kept: Kept, request: string, headers: Record<string, string>): Answer {
  return {
    kind: 'answer',
    status: kept.status,
    type: 'application/json',
    body: kept.body,
    headers: {
      ...usual(request),
      ...headers,
      'idempotent-replayed': 'true',
      'original-request': kept.request,
    },
  }
}

/** Does it, whole or not at all, after everything that was due before it. */
function work(
  local: LocalStripe,
  asked: Asked,
  request: string,
  idempotencyKey: string | null = null,
): Answer {
  const { world, courier } = local
  try {
    makeUp(world)
    world.request = { id: request, idempotencyKey }
    const result = perform(local, asked)
    return result instanceof ApiError
      ? envelope(result, request)
      : answerJson(result, 200, usual(request))
  } catch (problem) {
    if (problem instanceof ApiError) return envelope(problem, request)
    console.error('The local Stripe could not answer:', asked.method, asked.url.pathname, problem)
    const message = 'The local Stripe could not do this. Its terminal says why.'
    return envelope(new ApiError(500, { type: 'api_error', message }), request)
  } finally {
    world.request = null
    courier.wake()
  }
}

/** A refusal that keeps what was written is returned, any other is thrown and takes it back. */
function perform({ world }: LocalStripe, { method, url, body }: Asked): object | ApiError {
  return world.store.transaction(() => {
    const { route, ids } = match(routes, method, url.pathname)
    // Stripe takes parameters of a DELETE from the address as well as from the body.
    const given = readForm(method === 'POST' ? body : [url.search.slice(1), body].join('&'))
    try {
      const result = route.run(world, given, ids)
      return expand(world, result.answer, result.expand, includables)
    } catch (problem) {
      if (problem instanceof ApiError && problem.keeps) return problem
      throw problem
    }
  })
}

function usual(request: string): Record<string, string> {
  return { 'request-id': request, 'stripe-version': Stripe.API_VERSION }
}

function envelope(
  { status, body }: ApiError,
  request: string,
  headers: Record<string, string> = {},
): Answer {
  return answerJson({ error: withDocument(body) }, status, { ...usual(request), ...headers })
}

/** Errors with a code have a page about it. */
function withDocument(body: ApiError['body']): object {
  return body.code === undefined
    ? body
    : { doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}`, ...body }
}

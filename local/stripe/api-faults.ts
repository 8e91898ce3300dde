/** How the API itself can fail, on demand. Forgotten when the server stops. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type Answer, answerJson } from './exchange.ts'

export const apiFaultShape = z.strictObject({
  /**
   * `500`, `429`: Stripe's own errors. `html_502`: a proxy's page. `bare_404`: JSON without an error
   * key. `garbage`: 200 that is not JSON. `reset`: the connection is cut and nothing was done.
   * `lost`: it was done, and then the connection is cut. `stall`: the headers come, the body does not.
   * `hang`: nothing comes. `slow`: it is done at once and answered after `ms`.
   */
  fault: z.enum([
    '500',
    '429',
    'html_502',
    'bare_404',
    'garbage',
    'reset',
    'lost',
    'stall',
    'hang',
    'slow',
  ]),
  /** How many calls; null until it is reset. */
  count: z.int().min(1).max(100_000).nullable().default(1),
  /** Only for addresses that begin so, such as /v1/customers. */
  path: z.string().startsWith('/v').optional(),
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  ms: z.int().min(1).max(600_000).default(5000),
})

export type ApiFault = z.infer<typeof apiFaultShape>

export type ApiFaults = {
  set: (fault: ApiFault) => void
  reset: () => void
  state: () => ApiFault | null
  /** The fault for this call, which is used up by it. */
  take: (method: string, pathname: string) => ApiFault | null
}

export function createApiFaults(): ApiFaults {
  let current: ApiFault | null = null
  return {
    set: (fault) => {
      current = fault
    },
    reset: () => {
      current = null
    },
    state: () => current,
    take: (method, pathname) => {
      const fault = current
      if (!fault || !pathname.startsWith(fault.path ?? '/')) return null
      if (fault.method !== undefined && fault.method !== method) return null
      if (fault.count !== null)
        current = fault.count > 1 ? { ...fault, count: fault.count - 1 } : null
      return fault
    },
  }
}

/** What is answered instead of doing anything; null for faults that come after the work. */
export function answerInstead({ fault }: ApiFault): Answer | null {
  switch (fault) {
    case '500':
      return answerJson(
        { error: { type: 'api_error', message: 'Failed on purpose by the local Stripe.' } },
        500,
      )
    case '429':
      return answerJson(
        {
          error: {
            type: 'invalid_request_error',
            code: 'rate_limit',
            message: 'Request rate limit exceeded.',
          },
        },
        429,
      )
    case 'html_502':
      return {
        kind: 'answer',
        status: 502,
        type: 'text/html',
        body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
      }
    case 'bare_404':
      return answerJson({ message: 'Not found' }, 404)
    case 'garbage':
      return { kind: 'answer', status: 200, type: 'text/html', body: '<h1>Welcome</h1>' }
    case 'reset':
      return { kind: 'reset' }
    case 'stall':
      return { kind: 'silence', begin: '{\n  "id": "' }
    case 'hang':
      return { kind: 'silence', begin: null }
    case 'lost':
    case 'slow':
      return null
  }
}

/** What becomes of an answer after the work is done. */
export async function afterWork(
  fault: ApiFault | null,
  answer: Answer,
  stopping: AbortSignal,
): Promise<Answer> {
  if (fault?.fault === 'lost') return { kind: 'reset' }
  if (fault?.fault === 'slow')
    await pause(fault.ms, undefined, { signal: stopping }).catch(() => undefined)
  return answer
}

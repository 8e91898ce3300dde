/** The addresses of the API, each with what it takes and what it does. */
import { z } from 'zod'
import { ApiError, invalid } from './api-error.ts'
import type { FormValue } from './form.ts'
import { refusalOf } from './params.ts'
import type { World } from './world.ts'

export type Method = 'GET' | 'POST' | 'DELETE'

export type Route = {
  method: Method
  pattern: RegExp
  run: (world: World, given: { [name: string]: FormValue }, ids: string[]) => Result
}

export type Result = { answer: object; expand: readonly string[] }

/**
 * An address such as `/v1/customers/:id`, the parameters it takes, and what it does with them. A
 * parameter that is not in `shape` is refused, as Stripe does.
 */
export function route<Shape extends z.ZodRawShape>(
  method: Method,
  path: string,
  shape: Shape,
  handle: (world: World, params: z.output<z.ZodObject<Shape>>, ...ids: string[]) => object,
): Route {
  const schema = z.strictObject(shape)
  return {
    method,
    pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`),
    run: (world, given, ids) => {
      const parsed = schema.safeParse(given)
      const [issue] = parsed.error?.issues ?? []
      if (issue !== undefined || !parsed.success) throw refusalOfFirst(parsed.error, given)
      const answer = handle(world, parsed.data, ...ids)
      return { answer, expand: expandOf(given) }
    },
  }
}

/** Stripe names an unknown parameter before anything else. */
function refusalOfFirst(error: z.ZodError | undefined, given: unknown): ApiError {
  const issues = error?.issues ?? []
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  return issue ? refusalOf(issue, given) : invalid('Invalid request.')
}

const expandShape = z.array(z.string()).catch([])

function expandOf(given: { [name: string]: FormValue }): string[] {
  return expandShape.parse(given.expand)
}

export type Match = { route: Route; ids: string[] }

/** The route for an address, or Stripe's refusal of an address that is none. */
export function match(routes: readonly Route[], method: string, pathname: string): Match {
  for (const candidate of routes) {
    if (candidate.method !== method) continue
    const found = candidate.pattern.exec(pathname)
    if (found) return { route: candidate, ids: found.slice(1).map(decode) }
  }
  throw new ApiError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  })
}

/** What can not be decoded names nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

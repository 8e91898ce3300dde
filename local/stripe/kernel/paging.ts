/** Lists in pages, with Stripe's cursors. */
import type { Stripe } from 'stripe'
import { invalid, missing } from './api-error.ts'
import type { Kind, Kinds } from './kinds.ts'
import { earliestOf, type Range } from './params.ts'
import type { World } from './world.ts'

export type Cursor = {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
}

/** What is looked for: of one customer, made from a moment on, with an address, and whatever else `fits`. */
type Filter<K extends Kind> = {
  owner?: string | null | undefined
  created?: Range | undefined
  email?: string | undefined
  fits?: (object: Kinds[K]) => boolean
}

/** A page of all objects of a kind that the filter lets through, newest first. */
export function pageOf<K extends Kind>(
  world: World,
  kind: K,
  url: string,
  cursor: Cursor,
  filter: Filter<K> = {},
): Stripe.ApiList<Kinds[K]> {
  const limit = limitOf(cursor)
  const bound = boundOf(world, kind, cursor)
  const place =
    bound === null ? {} : bound.side === 'older' ? { below: bound.seq } : { above: bound.seq }
  const since = earliestOf(filter.created)
  const { email } = filter
  const bounds = {
    ...place,
    ...(since === null ? {} : { since }),
    ...(email === undefined ? {} : { email }),
  }
  const found: Kinds[K][] = []
  for (const object of world.store.list(kind, filter.owner ?? null, bounds)) {
    if (filter.fits && !filter.fits(object)) continue
    found.push(object)
    // Towards newer ones the page is the one next to the bound, which comes last.
    if (bound?.side !== 'newer' && found.length > limit) break
  }
  const data = bound?.side === 'newer' ? found.slice(-limit) : found.slice(0, limit)
  return { object: 'list', data, has_more: found.length > limit, url }
}

function limitOf({ limit = 10 }: Cursor): number {
  if (limit < 1)
    throw invalid('This value must be greater than or equal to 1.', {
      param: 'limit',
      code: 'parameter_invalid_integer',
    })
  if (limit > 100)
    throw invalid('This value must be less than or equal to 100.', {
      param: 'limit',
      code: 'parameter_invalid_integer',
    })
  return limit
}

type Bound = { side: 'older' | 'newer'; seq: number }

function boundOf(world: World, kind: Kind, cursor: Cursor): Bound | null {
  const { starting_after, ending_before } = cursor
  if (starting_after !== undefined && ending_before !== undefined)
    throw invalid('You may only specify one of these parameters: starting_after, ending_before.', {
      code: 'parameters_exclusive',
    })
  const id = starting_after ?? ending_before
  if (id === undefined) return null
  const seq = world.store.position(kind, id)
  if (seq === null)
    throw missing(kind, id, starting_after === undefined ? 'ending_before' : 'starting_after')
  return { side: starting_after === undefined ? 'newer' : 'older', seq }
}

/** A list that is whole, as part of another object. */
export function wholeList<T>(data: T[], url: string): Stripe.ApiList<T> {
  return { object: 'list', data, has_more: false, url }
}

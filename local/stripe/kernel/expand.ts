/** `expand`: puts objects where their ids are, and adds what is only there when asked for. */
import { invalid } from './api-error.ts'
import { kindOfId } from './kinds.ts'
import type { World } from './world.ts'

type Hash = { [name: string]: unknown }

/** What an object has only when it is asked for, by `object` and field. */
export type Includable = (world: World, object: Hash) => unknown
export type Includables = { [path: string]: Includable }

function isHash(value: unknown): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Fields with ids that Stripe does not expand, because they are no references. */
const PLAIN = new Set(['id', 'client_reference_id', 'subscription_item'])

/** `answer` with the paths expanded, in a copy. Throws Stripe's refusal where a path leads nowhere. */
export function expand(
  world: World,
  answer: object,
  paths: readonly string[],
  includables: Includables,
): object {
  if (paths.length === 0) return answer
  const copy = JSON.parse(JSON.stringify(answer))
  for (const path of paths) {
    const steps = path.split('.')
    if (steps.length > 4 + (steps[0] === 'data' ? 1 : 0))
      throw invalid(`You cannot expand more than 4 levels of a property (${path}).`, {
        param: 'expand',
      })
    if (!follow({ world, includables, path }, copy, steps))
      throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' })
  }
  return copy
}

type Way = { world: World; includables: Includables; path: string }

/** Whether the path leads anywhere; an empty list is a way too. */
function follow(way: Way, value: unknown, steps: readonly string[]): boolean {
  const [step, ...rest] = steps
  if (step === undefined) return true
  if (Array.isArray(value)) return value.every((item) => follow(way, item, steps))
  if (!isHash(value)) return value === null || value === undefined
  if (value.deleted === true) return true
  const include = way.includables[`${String(value.object)}.${step}`]
  if (include) value[step] ??= include(way.world, value)
  else if (!(step in value)) return false
  // What is asked for and is not there, such as a limit that a coupon does not have.
  if (value[step] === null || (include && value[step] === undefined)) return true
  const replaced = reach(way.world, value, step)
  return replaced && follow(way, value[step], rest)
}

/** Replaces the id in a field by its object. Hashes and lists are passed through. */
function reach(world: World, holder: Hash, field: string): boolean {
  const held = holder[field]
  if (Array.isArray(held)) {
    holder[field] = held.map((one: unknown) =>
      typeof one === 'string' ? (find(world, field, one) ?? one) : one,
    )
    return true
  }
  if (typeof held !== 'string') return isHash(held)
  const found = find(world, field, held)
  if (found === null) return false
  holder[field] = found
  return true
}

/** What an id in this field stands for. The ids of coupons are chosen freely, and have no prefix. */
function find(world: World, field: string, id: string): unknown {
  const kind = field === 'coupon' ? 'coupon' : PLAIN.has(field) ? null : kindOfId(id)
  if (kind === null) return null
  const found =
    world.store.get(kind, id) ??
    (kind === 'customer' ? world.store.get('deleted_customer', id) : null) ??
    (kind === 'coupon' ? world.store.get('deleted_coupon', id) : null)
  return found === null ? null : JSON.parse(JSON.stringify(found))
}

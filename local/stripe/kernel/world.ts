/** What everything in this room works on: the objects, the time, and what is to be told to whom. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { missing } from './api-error.ts'
import { earlierValues } from './difference.ts'
import type { Kind, Kinds } from './kinds.ts'
import type { Store } from './store.ts'

export type World = {
  store: Store
  /** Where it listens, for the addresses of its pages. */
  base: string
  /** The time on the wall, in seconds. */
  wall: () => number
  /** While something that was due earlier is made up for, its moment by the server's clock. */
  pinned: number | null
  /** The API request that is being answered; events name it. */
  request: { id: string; idempotencyKey: string | null } | null
  /** Makes an event and its deliveries. Set where the events are. */
  announce: (type: EventType, object: object, earlier?: Record<string, unknown>) => string
}

export type EventType = Stripe.Event['type']

const seconds = z.number()

/** How far the server's clock is ahead of the wall, in seconds. */
export function offset(world: World): number {
  return world.store.setting('offset', seconds) ?? 0
}

/** The time by the server's own clock, in seconds. */
export function serverNow(world: World): number {
  return world.pinned ?? world.wall() + offset(world)
}

/** The time for a customer: that of its test clock, else the server's. */
export function now(world: World, customer: string | null): number {
  const clock =
    customer === null ? null : (world.store.get('customer', customer)?.test_clock ?? null)
  return typeof clock === 'string' ? clockNow(world, clock) : serverNow(world)
}

/** The time by a test clock. */
export function clockNow(world: World, clock: string): number {
  return world.store.get('test_helpers.test_clock', clock)?.frozen_time ?? serverNow(world)
}

/** The object, or Stripe's refusal: 404 for the object of an address, 400 for one a parameter names. */
export function need<K extends Kind>(
  world: World,
  kind: K,
  id: string,
  param: string | null = null,
): Kinds[K] {
  const found = world.store.get(kind, id)
  if (found === null) throw missing(kind, id, param)
  return found
}

/** Keeps a new object and tells of it. */
export function create<K extends Kind>(
  world: World,
  kind: K,
  object: Kinds[K],
  type: EventType | null,
  owner: string | null = null,
): Kinds[K] {
  world.store.put(kind, object, owner)
  if (type !== null) world.announce(type, object)
  return object
}

/** Changes an object and tells what changed; nothing is told when nothing did. */
export function change<K extends Kind>(
  world: World,
  kind: K,
  before: Kinds[K],
  patch: Partial<Kinds[K]>,
  type: EventType | null,
): Kinds[K] {
  const after: Kinds[K] = { ...before, ...patch }
  const earlier = earlierValues(before, after)
  if (Object.keys(earlier).length === 0) return after
  world.store.put(kind, after)
  if (type !== null) world.announce(type, after, earlier)
  return after
}

/** Metadata after an update: '' takes all away, an empty value takes one. */
export function mergeMetadata(
  held: Stripe.Metadata | null,
  given: '' | Record<string, string> | undefined,
): Stripe.Metadata {
  if (given === undefined) return held ?? {}
  if (given === '') return {}
  const merged = Object.entries({ ...held, ...given })
  return Object.fromEntries(merged.filter(([, value]) => value !== ''))
}

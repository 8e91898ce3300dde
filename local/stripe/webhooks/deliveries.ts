/** The deliveries on disk: one row for each event and endpoint, kept until it is taken or given up. */
import { z } from 'zod'
import { serverNow, type World } from '../kernel/world.ts'

/**
 * `pending` waits for its time, `held` for a fault to let it go; `delivered` was taken by the
 * endpoint, `dropped` was lost on purpose, `failed` was given up.
 */
export const deliveryState = z.enum(['pending', 'held', 'delivered', 'dropped', 'failed'])

const row = z.object({
  id: z.number(),
  event: z.string(),
  endpoint: z.string(),
  state: deliveryState,
  attempts: z.number(),
  next_at: z.number().nullable(),
  status: z.number().nullable(),
  note: z.string().nullable(),
  created: z.number(),
})

const nextRow = z.object({ at: z.number().nullable() })
const countRow = z.object({ n: z.number() })

export type Delivery = z.infer<typeof row>

const seconds = { minute: 60, hour: 3600 }

/** After the n-th failure a delivery waits this long, about three days in all, as Stripe does. */
const RETRY_AFTER = [
  5,
  30,
  5 * seconds.minute,
  30 * seconds.minute,
  2 * seconds.hour,
  5 * seconds.hour,
  10 * seconds.hour,
  12 * seconds.hour,
  12 * seconds.hour,
  12 * seconds.hour,
  12 * seconds.hour,
]

export function addDelivery(world: World, event: string, endpoint: string): void {
  const moment = serverNow(world)
  world.store.db
    .prepare(
      `insert into delivery (event, endpoint, state, attempts, next_at, created)
       values (?, ?, 'pending', 0, ?, ?)`,
    )
    .run(event, endpoint, moment, moment)
}

/** What can be sent now, the oldest first. */
export function dueDeliveries(world: World, limit: number): Delivery[] {
  return world.store.db
    .prepare(`select * from delivery where state = 'pending' and next_at <= ? order by id limit ?`)
    .all(serverNow(world), limit)
    .map((one) => row.parse(one))
}

/** When the next retry is due; null when nothing waits. */
export function nextDelivery(world: World): number | null {
  const found = world.store.db
    .prepare(`select min(next_at) as at from delivery where state = 'pending'`)
    .get()
  return nextRow.parse(found).at
}

export function readDelivery(world: World, id: number): Delivery | null {
  const found = world.store.db.prepare('select * from delivery where id = ?').get(id)
  return found ? row.parse(found) : null
}

/** Newest first; all, or those of one event. */
export function listDeliveries(world: World, limit: number, event?: string): Delivery[] {
  return world.store.db
    .prepare('select * from delivery where ? is null or event = ? order by id desc limit ?')
    .all(event ?? null, event ?? null, limit)
    .map((one) => row.parse(one))
}

/** How many endpoints have not taken this event yet. */
export function waitingFor(world: World, event: string): number {
  const found = world.store.db
    .prepare(`select count(*) as n from delivery where event = ? and state in ('pending', 'held')`)
    .get(event)
  return countRow.parse(found).n
}

/** The endpoint took it. */
export function markDelivered(world: World, { id }: Delivery, status: number): void {
  world.store.db
    .prepare(
      `update delivery set state = 'delivered', attempts = attempts + 1, next_at = null,
         status = ?, note = null where id = ?`,
    )
    .run(status, id)
}

/** The endpoint did not take it: it waits for its next time, or is given up. */
export function markRefused(
  world: World,
  { id, attempts }: Delivery,
  status: number | null,
  note: string,
): void {
  const wait = RETRY_AFTER[attempts]
  world.store.db
    .prepare(
      'update delivery set state = ?, attempts = attempts + 1, next_at = ?, status = ?, note = ? where id = ?',
    )
    .run(
      wait === undefined ? 'failed' : 'pending',
      wait === undefined ? null : serverNow(world) + wait,
      status,
      note,
      id,
    )
}

export function setState(world: World, id: number, state: Delivery['state'], note: string): void {
  const nextAt = state === 'pending' ? serverNow(world) : null
  world.store.db
    .prepare('update delivery set state = ?, next_at = ?, note = ? where id = ?')
    .run(state, nextAt, note, id)
}

/** Lets go of everything that a fault holds, the newest first when `reversed`. */
export function heldDeliveries(world: World): Delivery[] {
  return world.store.db
    .prepare(`select * from delivery where state = 'held' order by id`)
    .all()
    .map((one) => row.parse(one))
}

/** What can be done and asked under `/_sim`. */
import { z } from 'zod'
import { apiFaultShape } from '../api-faults.ts'
import { invalid } from '../kernel/api-error.ts'
import { clockNow, need, offset, serverNow, type World } from '../kernel/world.ts'
import { afterDunning } from '../life/collecting.ts'
import { advanceClock, catchUp } from '../life/due.ts'
import { armCharges, armedCharges } from '../life/paying.ts'
import type { LocalStripe } from '../local-stripe.ts'
import { listDeliveries, readDelivery } from '../webhooks/deliveries.ts'
import { faultShape } from '../webhooks/faults.ts'
import { type Control, control, type Done } from './control.ts'
import { dashboardControls } from './dashboard.ts'
import { stateControls } from './states.ts'

const advanceShape = z.strictObject({
  /** How far. */
  seconds: z
    .int()
    .min(1)
    .max(10 * 366 * 24 * 3600)
    .optional(),
  /** Until when. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** A test clock; else the server's own. */
  clock: z.string().optional(),
})

/** Moves a clock forward, through everything that comes due on the way. */
function advance({ world }: LocalStripe, given: z.output<typeof advanceShape>): Done {
  const { clock, seconds, to } = given
  const from = clock === undefined ? serverNow(world) : clockOf(world, clock)
  const target = to === undefined ? from + (seconds ?? 0) : Math.floor(Date.parse(to) / 1000)
  if (target <= from) throw invalid('Say how far: `seconds`, or `to` a time that is not past.')
  if (clock !== undefined) advanceClock(world, clock, target)
  else {
    catchUp(world, target)
    world.store.set('offset', offset(world) + target - from)
  }
  const now = isoOf(target)
  return { answer: { now }, said: `It is ${now} now.` }
}

function clockOf(world: World, clock: string): number {
  need(world, 'test_helpers.test_clock', clock)
  return clockNow(world, clock)
}

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString()

/** What is set now. */
export function stateOf({ world, courier, apiFaults }: LocalStripe) {
  return {
    now: isoOf(serverNow(world)),
    aheadSeconds: offset(world),
    afterDunning: afterDunning(world),
    charges: armedCharges(world),
    webhooks: courier.faults.state(),
    api: apiFaults.state(),
  }
}

const chargeShape = z.strictObject({
  outcome: z.enum(['decline', 'action']),
  count: z.int().min(1).max(100_000).default(1),
  customer: z.string().nullable().default(null),
})

export const controls: Control[] = [
  control('/advance', advanceShape, advance),
  control('/charges', chargeShape, (local, armed) => {
    armCharges(local.world, [...armedCharges(local.world), armed])
    return { answer: stateOf(local), said: `The next charge: ${armed.outcome}.` }
  }),
  control('/webhooks', faultShape, (local, fault) => {
    local.courier.faults.set(fault)
    return { answer: stateOf(local), said: `Webhooks: ${fault.fault}.` }
  }),
  control('/api', apiFaultShape, (local, fault) => {
    local.apiFaults.set(fault)
    return { answer: stateOf(local), said: `The API: ${fault.fault}.` }
  }),
  control(
    '/dunning',
    z.strictObject({ after: z.enum(['cancel', 'unpaid', 'past_due']) }),
    (local, { after }) => {
      local.world.store.set('after dunning', after)
      return { answer: stateOf(local), said: `After the last retry: ${after}.` }
    },
  ),
  control('/reset', z.strictObject({}), (local) => {
    local.courier.reset()
    local.apiFaults.reset()
    armCharges(local.world, [])
    return { answer: stateOf(local), said: 'Nothing fails any more.' }
  }),
  control('/deliveries/:id/resend', z.strictObject({}), (local, _given, id) => {
    if (!local.courier.resend(Number(id))) throw invalid(`There is no delivery ${id}.`)
    return { answer: readDelivery(local.world, Number(id)) ?? {}, said: 'Sent again.' }
  }),
  ...dashboardControls,
  ...stateControls,
]

const filter = z.strictObject({
  event: z.string().optional(),
  customer: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

/** Deliveries with the type of their event, newest first. */
export function shownDeliveries(
  world: World,
  { event, customer, limit }: z.output<typeof filter>,
): (ReturnType<typeof listDeliveries>[number] & { type: string; customer: string | null })[] {
  return listDeliveries(world, customer === undefined ? limit : 1000, event)
    .map((one) => {
      const found = world.store.get('event', one.event)
      return { ...one, type: found?.type ?? '', customer: customerOf(found?.data.object) }
    })
    .filter((one) => customer === undefined || one.customer === customer)
    .slice(0, limit)
}

function customerOf(object: object | undefined): string | null {
  if (!object) return null
  if ('customer' in object && typeof object.customer === 'string') return object.customer
  return 'object' in object && object.object === 'customer' && 'id' in object
    ? String(object.id)
    : null
}

export const readings: Control[] = [
  control('/state', z.strictObject({}), (local) => ({ answer: stateOf(local), said: '' })),
  control('/deliveries', filter, ({ world }, given) => ({
    answer: { deliveries: shownDeliveries(world, given) },
    said: '',
  })),
]

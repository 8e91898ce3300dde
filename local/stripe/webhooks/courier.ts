/** Brings deliveries to their endpoints, in the background, until they are taken. */
import { serverNow, type World } from '../kernel/world.ts'
import {
  type Delivery,
  dueDeliveries,
  heldDeliveries,
  listDeliveries,
  markDelivered,
  markRefused,
  nextDelivery,
  readDelivery,
  setState,
} from './deliveries.ts'
import { createWebhookFaults, type WebhookFault, type WebhookFaults } from './faults.ts'
import { sendOnce } from './send.ts'

export type Courier = {
  faults: WebhookFaults
  /** Looks for what can be sent. Called after everything that may have made an event. */
  wake: () => void
  /** Sends a delivery once more, whatever its state. False when there is none with this id. */
  resend: (id: number) => boolean
  /** Ends the fault and lets go of what it holds. */
  reset: () => void
  /** Settles when every endpoint has answered about this event once, or after `ms`. */
  answered: (event: string, ms: number) => Promise<void>
  /** Waits until nothing is on its way. */
  stop: () => Promise<void>
}

const AT_ONCE = 8
const REORDER_PATIENCE_MS = 2000
/** setTimeout can not wait longer than that. */
const LONGEST_MS = 2 ** 31 - 1

type State = {
  world: World
  faults: WebhookFaults
  stopping: AbortController
  underway: Map<number, Promise<void>>
  timer: NodeJS.Timeout | undefined
  holds: Set<NodeJS.Timeout>
  listeners: Set<() => void>
}

export function createCourier(world: World): Courier {
  const state: State = {
    world,
    faults: createWebhookFaults(),
    stopping: new AbortController(),
    underway: new Map(),
    timer: undefined,
    holds: new Set(),
    listeners: new Set(),
  }
  // What a fault held when the server was killed is let go: faults do not survive a restart.
  for (const { id } of heldDeliveries(world)) setState(world, id, 'pending', 'let go at start')
  return {
    faults: state.faults,
    wake: () => look(state),
    resend: (id) => {
      if (!readDelivery(world, id)) return false
      setState(world, id, 'pending', 'resent')
      look(state)
      return true
    },
    reset: () => {
      state.faults.reset()
      letGo(state)
    },
    answered: (event, ms) => answered(state, event, ms),
    stop: async () => {
      state.stopping.abort()
      tell(state)
      clearTimeout(state.timer)
      for (const timer of state.holds) clearTimeout(timer)
      await Promise.all(state.underway.values())
    },
  }
}

function look(state: State): void {
  const { world, stopping } = state
  if (stopping.signal.aborted) return
  // Asked with every request of the API, and mostly nothing is: many live without an endpoint.
  const next = nextDelivery(world)
  if (next === null) return clearTimeout(state.timer)
  if (next <= serverNow(world)) sendDue(state)
  plan(state)
}

function sendDue(state: State): void {
  const { world, underway } = state
  for (const delivery of dueDeliveries(world, AT_ONCE + underway.size)) {
    if (underway.size >= AT_ONCE) break
    if (underway.has(delivery.id)) continue
    const type = world.store.get('event', delivery.event)?.type ?? ''
    const fault = firstFault(state, delivery, type)
    if (fault === null) void start(state, delivery, 1)
    else apply(state, delivery, fault)
  }
}

/** A fault meets a delivery on its way for the first time; retries pass. */
function firstFault(state: State, delivery: Delivery, type: string): WebhookFault | null {
  return delivery.attempts === 0 && delivery.note === null ? state.faults.take(type) : null
}

function apply(state: State, delivery: Delivery, fault: WebhookFault): void {
  const { world } = state
  switch (fault.fault) {
    case 'drop':
      setState(world, delivery.id, 'dropped', 'dropped on purpose')
      tell(state)
      return
    case 'duplicate':
      void start(state, delivery, 2)
      return
    case 'delay':
      setState(world, delivery.id, 'held', 'delayed on purpose')
      hold(state, fault.ms, () => {
        // A reset may have let it go already.
        if (readDelivery(world, delivery.id)?.state !== 'held') return
        setState(world, delivery.id, 'pending', 'delayed on purpose')
        look(state)
      })
      return
    case 'reorder':
      setState(world, delivery.id, 'held', 'kept to be sent in another order')
      if (heldDeliveries(world).length >= fault.count) {
        state.faults.reset()
        letGo(state)
      } else hold(state, REORDER_PATIENCE_MS, () => letGo(state))
  }
}

function hold(state: State, ms: number, then: () => void): void {
  const timer = setTimeout(() => {
    state.holds.delete(timer)
    then()
  }, ms)
  state.holds.add(timer)
}

/** Sends what is held, the newest first, one after the other so that the order is certain. */
function letGo(state: State): void {
  const held = heldDeliveries(state.world).toReversed()
  const inTurn = async () => {
    for (const delivery of held)
      if (!state.underway.has(delivery.id) && !state.stopping.signal.aborted)
        await start(state, delivery, 1)
  }
  void inTurn()
}

function start(state: State, delivery: Delivery, times: number): Promise<void> {
  const { underway } = state
  const work = bring(state, delivery, times).finally(() => {
    underway.delete(delivery.id)
    tell(state)
    look(state)
  })
  underway.set(delivery.id, work)
  return work
}

async function bring(state: State, delivery: Delivery, times: number): Promise<void> {
  const { world, stopping } = state
  const copies = Array.from({ length: times }, () => sendOnce(world, delivery, stopping.signal))
  const [result] = await Promise.all(copies)
  // A stop is not the endpoint's refusal: the delivery waits for the next start as it is.
  if (stopping.signal.aborted || !result) return
  if (result.kind === 'taken') markDelivered(world, delivery, result.status)
  else if (result.kind === 'refused') markRefused(world, delivery, result.status, result.note)
  else setState(world, delivery.id, 'failed', 'the endpoint is gone')
}

/** Wakes when the next retry is due. */
function plan(state: State): void {
  clearTimeout(state.timer)
  const next = nextDelivery(state.world)
  if (next === null || state.underway.size > 0) return
  const wait = Math.max(0, next - serverNow(state.world)) * 1000
  state.timer = setTimeout(() => look(state), Math.min(Math.max(wait, 50), LONGEST_MS))
}

function tell(state: State): void {
  for (const listener of state.listeners) listener()
}

function answered(state: State, event: string, ms: number): Promise<void> {
  const unanswered = () =>
    listDeliveries(state.world, 100, event).some(
      ({ state: how, attempts }) => how === 'held' || (how === 'pending' && attempts === 0),
    )
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      state.listeners.delete(check)
      resolve()
    }
    const check = () => {
      if (state.stopping.signal.aborted || !unanswered()) end()
    }
    const timer = setTimeout(end, ms)
    state.listeners.add(check)
    check()
  })
}

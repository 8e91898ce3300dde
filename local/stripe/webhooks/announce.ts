/** Events: what happened, as it was at that moment, and which endpoints shall hear of it. */
import { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import type { EventObject } from '../kernel/kinds.ts'
import { clockNow, type EventType, now, serverNow, type World } from '../kernel/world.ts'
import { addDelivery, waitingFor } from './deliveries.ts'

/** Keeps an event with the object as it is now, and its deliveries. Returns the event's id. */
export function announceIn(
  world: World,
  type: EventType,
  object: object,
  earlier?: Record<string, unknown>,
): string {
  const event: EventObject = {
    id: newId('evt', 20),
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: momentOf(world, object),
    data: earlier ? { object, previous_attributes: earlier } : { object },
    livemode: false,
    pending_webhooks: 0,
    request: {
      id: world.request?.id ?? null,
      idempotency_key: world.request?.idempotencyKey ?? null,
    },
    type,
  }
  world.store.put('event', event)
  for (const endpoint of world.store.list('webhook_endpoint')) {
    const { enabled_events: wanted, status } = endpoint
    if (status === 'enabled' && (wanted.includes('*') || wanted.includes(type)))
      addDelivery(world, event.id, endpoint.id)
  }
  return event.id
}

/** The time of whom the object belongs to. */
function momentOf(world: World, object: object): number {
  if ('test_clock' in object && typeof object.test_clock === 'string')
    return clockNow(world, object.test_clock)
  const customer =
    'customer' in object && typeof object.customer === 'string' ? object.customer : null
  return customer === null ? serverNow(world) : now(world, customer)
}

/** An event as the API shows it, with how many endpoints have not taken it yet. */
export function showEvent(world: World, event: EventObject): EventObject {
  return { ...event, pending_webhooks: waitingFor(world, event.id) }
}

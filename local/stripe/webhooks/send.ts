/** One attempt to bring an event to an endpoint. */
import { Stripe } from 'stripe'
import type { World } from '../kernel/world.ts'
import { showEvent } from './announce.ts'
import type { Delivery } from './deliveries.ts'

/** How long an endpoint may take to answer. */
const PATIENCE_MS = 20_000

export type Sending =
  | { kind: 'taken'; status: number }
  | { kind: 'refused'; status: number | null; note: string }
  /** The event or its endpoint is gone. */
  | { kind: 'moot' }

/** What is sent, signed anew: an old signature would be refused as a replay. */
function compose(
  world: World,
  delivery: Delivery,
): { url: string; body: string; signature: string } | null {
  const event = world.store.get('event', delivery.event)
  const endpoint = world.store.get('webhook_endpoint', delivery.endpoint)
  if (!event || !endpoint?.secret || endpoint.status !== 'enabled') return null
  const body = JSON.stringify(showEvent(world, event), null, 2)
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret: endpoint.secret,
    // The endpoint compares this with its own clock, however far ours was advanced.
    timestamp: world.wall(),
  })
  return { url: endpoint.url, body, signature }
}

/** Sends once. Whatever is not 2xx is a refusal, a redirect too. Never rejects. */
export async function sendOnce(
  world: World,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<Sending> {
  const letter = compose(world, delivery)
  if (!letter) return { kind: 'moot' }
  try {
    const answer = await fetch(letter.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': letter.signature,
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body: letter.body,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)]),
    })
    const said = (await answer.text()).slice(0, 200)
    return answer.ok
      ? { kind: 'taken', status: answer.status }
      : { kind: 'refused', status: answer.status, note: said || answer.statusText }
  } catch (problem) {
    return { kind: 'refused', status: null, note: reasonOf(problem) }
  }
}

function reasonOf(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem)
  return problem.cause instanceof Error ? problem.cause.message : problem.message
}

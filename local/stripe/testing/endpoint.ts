/** For tests: an endpoint that takes webhooks, checks their signature, and can be made to refuse. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Stripe } from 'stripe'
import { onTestFinished } from 'vitest'

export type Received = { id: string; type: string; signature: string; event: Stripe.Event }

/** Listens on a free port until the test is over, and has itself registered. */
export async function listen(
  stripe: Stripe,
  events: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['*'],
) {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  /** How the next requests are answered, one after the other; then with 200. */
  const answers: (number | 'hang')[] = []
  let secret = ''
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const signature = String(request.headers['stripe-signature'])
    const event = Stripe.webhooks.constructEvent(body, signature, secret)
    const how = answers.shift() ?? 200
    received.push({ id: event.id, type: event.type, signature, event })
    for (const look of waiting) look()
    if (how !== 'hang')
      response.writeHead(how, how === 302 ? { location: '/elsewhere' } : {}).end('said')
  }
  const server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const endpoint = await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${port}/hook`,
    enabled_events: events,
    api_version: '2026-10-28.endive',
  })
  secret = endpoint.secret ?? ''
  return {
    endpoint,
    received,
    answers,
    types: () => received.map(({ type }) => type),
    /** Settles as soon as what was received is as wished. */
    until: (wished: (all: Received[]) => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!wished(received)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

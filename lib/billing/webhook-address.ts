import type { IncomingMessage, ServerResponse } from 'node:http'
import { lingerOver } from '#lib/linger.ts'
import { type Reply, takeDelivery } from './webhook.ts'

/** Whether a path is the webhook's address. A slash at its end is no reason to lead Stripe elsewhere. */
export function isWebhook(path: string): boolean {
  return path === '/api/stripe/webhook' || path === '/api/stripe/webhook/'
}

/**
 * Answers a request to the webhook's address, without Next: an event that costs a
 * millisecond costs two behind a route handler, and here nothing can come between the body and its signature.
 */
export async function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST')
    return send(request, response, 405, { error: 'Stripe sends its events by POST.' })
  }
  const signature = request.headers['stripe-signature']
  const { status, body } = await takeDelivery({
    signature: typeof signature === 'string' ? signature : null,
    length: Number(request.headers['content-length'] ?? 0),
    // Its end would otherwise be the end of the connection on which we have to answer.
    body: request.iterator({ destroyOnReturn: false }),
  })
  return send(request, response, status, body)
}

/** As long as an event usually is, in bytes. */
const SHORT = 64 * 1024

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: Reply['status'] | 405,
  body: Reply['body'],
): Promise<void> {
  const text = JSON.stringify(body)
  // What is refused by its head alone is not read; when it is short, the connection can go on.
  if (Number(request.headers['content-length'] ?? Infinity) <= SHORT) await lingerOver(request)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...(request.complete ? {} : { Connection: 'close' }),
  })
  response.write(text)
  if (!request.complete) await lingerOver(request)
  response.end()
}

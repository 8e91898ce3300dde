/** The HTTP side: who may ask, and what goes with every answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isForeign, isLoopback, readBody } from '../guard.ts'
import { answerApi } from './api.ts'
import { type Answer, answerText, type Asked } from './exchange.ts'
import { makeUp } from './life/due.ts'
import type { LocalStripe } from './local-stripe.ts'
import { answerPages } from './pages/pages.ts'
import { answerSim } from './sim/sim.ts'

const BODY_LIMIT = 256 * 1024

/** Not listening yet. */
export function createStripeServer(local: LocalStripe): Server {
  const server = createServer((request, response) => {
    answerRequest(local, request).then(
      (answer) => send(response, answer),
      (problem: unknown) => {
        console.error('The local Stripe could not answer:', request.method, request.url, problem)
        send(
          response,
          answerText(500, 'The local Stripe could not do this. Its terminal says why.'),
        )
      },
    )
  })
  // Clients keep connections for a while; one that is cut while a request is on its way looks like an outage.
  server.keepAliveTimeout = 75_000
  return server
}

async function answerRequest(local: LocalStripe, request: IncomingMessage): Promise<Answer> {
  if (!isLoopback(request.headers.host))
    return answerText(403, 'The local Stripe answers to localhost and 127.0.0.1 only.')
  if (!URL.canParse(request.url ?? '', 'http://localhost'))
    return answerText(400, 'This is not an address.')
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
  const url = new URL(request.url ?? '', 'http://localhost')
  const isApi = /^\/v\d+(\/|$)/.test(url.pathname)
  // A call of the API proves itself by its key, which no other website has.
  if (!isApi && method !== 'GET' && isForeign(request))
    return answerText(403, 'Another website may not use the local Stripe.')
  const body = await readBody(request, BODY_LIMIT)
  if (body === null) return answerText(413, 'The body is too large.')
  const asked: Asked = { method, url, headers: request.headers, body }
  if (isApi) return answerApi(local, asked)
  makeUp(local.world)
  local.courier.wake()
  return url.pathname === '/_sim' || url.pathname.startsWith('/_sim/')
    ? answerSim(local, asked)
    : answerPages(local, asked)
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  switch (answer.kind) {
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'silence':
      if (answer.begin === null) return
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' })
      response.write(answer.begin)
      return
    case 'answer':
      response.writeHead(answer.status, {
        'content-type': answer.type,
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        // Not no-referrer: browsers then send `Origin: null` with our own forms.
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-dns-prefetch-control': 'off',
        ...answer.headers,
      })
      response.end(answer.body)
  }
}

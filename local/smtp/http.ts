/** The HTTP side: who may ask, and what goes with every answer. What is answered is in `routes.ts`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isForeign, isLoopback, readBody } from '../guard.ts'
import { answerText, type Answer } from './exchange.ts'
import type { Inbox } from './inbox.ts'
import { route } from './routes.ts'

const BODY_LIMIT = 64 * 1024

/** For our own pages: our one script, our one style, and the frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Not listening yet. */
export function createInboxPages(inbox: Inbox): Server {
  return createServer((request, response) => {
    answerRequest(inbox, request, response).then(
      (answer) => send(response, answer),
      (problem: unknown) => {
        console.error('The local inbox could not answer:', request.method, request.url, problem)
        send(response, answerText(500, 'The local inbox could not do this. Its terminal says why.'))
      },
    )
  })
}

async function answerRequest(
  inbox: Inbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  if (!isLoopback(request.headers.host))
    return answerText(403, 'The local inbox answers to localhost and 127.0.0.1 only.')
  if (!URL.canParse(request.url ?? '', 'http://localhost'))
    return answerText(400, 'This is not an address.')
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
  if (method !== 'GET' && isForeign(request))
    return answerText(403, 'Another website may not change the local inbox.')

  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return route(inbox, {
    method,
    url: new URL(request.url ?? '', 'http://localhost'),
    signal: gone.signal,
    body: () => readBody(request, BODY_LIMIT),
  })
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-security-policy': PAGE_POLICY,
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    // Not no-referrer: browsers then send `Origin: null` with our own forms.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    // Chromium looks up the hosts of links as it shows them, which would leave this machine.
    'x-dns-prefetch-control': 'off',
    ...answer.headers,
  })
  response.end(answer.body)
}

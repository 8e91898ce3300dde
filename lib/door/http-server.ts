import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { log } from '#lib/log.ts'
import { type Begun, guardedResponse, refuseRaw } from './guarded-response.ts'
import { refuse } from './refuse.ts'

/** How long a client may take, in milliseconds, and how much it may ask on one connection. */
export type Limits = {
  /** For the head of a request, and for the whole of it: who sends a byte at a time holds a connection. */
  head: number
  request: number
  /** For nothing to happen on a connection, such as an answer that nobody reads. */
  silence: number
  /** For another request on an open connection; longer than proxies in front keep theirs. */
  keepAlive: number
  requestsPerConnection: number
}

const usual: Limits = {
  head: 15_000,
  request: 60_000,
  silence: 120_000,
  keepAlive: 65_000,
  requestsPerConnection: 100_000,
}

/** A browser sends some thirty, proxies a few more. */
const MOST_HEADERS = 100

/** Answers one request; what takes a while settles later. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** How one server differs from another. */
type Opening = {
  /** What every answer carries, whoever gives it. */
  always?: readonly [string, string][]
  limits?: Partial<Limits>
  /** Whether who asks for another protocol may have it. */
  sockets?: boolean
}

/**
 * Opens a server with these limits; whatever goes wrong in an answer is logged and is a plain 500.
 *
 * Who asks for another protocol (a WebSocket) is answered in this one, unless the server has `sockets`.
 * Next listens for sockets on the server of the first request that it is handed, without being asked to: in
 * production it would leave such a connection open, unanswered, its headers uncleaned and its time unlimited.
 */
export function openServer(
  answer: Answering,
  { always = [], limits: changes = {}, sockets = false }: Opening = {},
): Server {
  const limits = { ...usual, ...changes }
  const begun: Begun = new WeakMap()
  const server = createServer(
    {
      ServerResponse: guardedResponse(always, begun),
      keepAliveTimeout: limits.keepAlive,
      headersTimeout: limits.head,
      requestTimeout: limits.request,
      // The two limits above are looked after this often.
      connectionsCheckingInterval: Math.min(5000, limits.head),
      shouldUpgradeCallback: () => sockets,
    },
    (request, response) => {
      // What is answered while the server closes is the last on its connection.
      if (!server.listening) response.setHeader('Connection', 'close')
      if (request.rawHeaders.length > 2 * MOST_HEADERS) return refuse(response, 431)
      try {
        answer(request, response)?.catch((error: unknown) => fail(error, request, response))
      } catch (error) {
        fail(error, request, response)
      }
    },
  )
  server.on('clientError', (error, socket) => refuseRaw(error, socket, always, begun))
  // One more is let in, so that it can be seen: Node drops what is beyond, an Origin or a cookie perhaps, without a word.
  server.maxHeadersCount = MOST_HEADERS + 1
  server.timeout = limits.silence
  server.maxRequestsPerSocket = limits.requestsPerConnection
  return server
}

function fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  // Who breaks off in the middle of what they send would have a line of the log for each time.
  if (request.destroyed && !request.complete) {
    response.destroy()
    return
  }
  log().error({ err: error }, 'request failed')
  refuse(response, 500)
}

/** Takes no more requests and finishes those that run; what is not finished in `patience` is broken off. */
export async function closeServer(server: Server, patience: number): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  // A connection whose request is answered now rests again, and Node would wait for its client.
  const resting = setInterval(() => server.closeIdleConnections(), 50)
  const timer = setTimeout(() => server.closeAllConnections(), patience)
  await closed.promise
  clearInterval(resting)
  clearTimeout(timer)
}

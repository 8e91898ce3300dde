import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'

type Head = OutgoingHttpHeaders | OutgoingHttpHeader[]

/** What is known of an answer that has begun on a connection. */
export type Begun = WeakMap<Duplex, ServerResponse>

/**
 * The class of a server's responses, whoever makes them: each goes out with these headers, in their own words where
 * it has no other. Node itself answers some requests before anybody is asked (a missing Host, an unknown Expect, one
 * request too many on a connection), and it makes those of this class too. `begun` learns which answer a connection is in.
 */
export function guardedResponse(always: readonly [string, string][], begun: Begun) {
  return class GuardedResponse<
    Request extends IncomingMessage = IncomingMessage,
  > extends ServerResponse<Request> {
    override writeHead(status: number, message?: string | Head, headers?: Head): this {
      const head = typeof message === 'object' ? message : headers
      if (!this.headersSent && !isWhole(head))
        for (const [name, value] of always) if (!this.hasHeader(name)) this.setHeader(name, value)
      if (this.socket) begun.set(this.socket, this)
      return typeof message === 'string'
        ? super.writeHead(status, message, head)
        : super.writeHead(status, head)
    }
  }
}

/** A list is made by `securityHeaders` and has all of them; Node writes it as it stands. */
const isWhole = (head: Head | undefined) =>
  Array.isArray(head) && head.includes('Content-Security-Policy')

/** What Node says to what is no request, in its own choice of status. */
const refusals = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', '413 Payload Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
])

/**
 * Ends a connection on which something came that is no request, with the answer that Node would give and these
 * headers. In the middle of another answer nothing is said: it would pass for a part of that.
 */
export function refuseRaw(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  always: readonly [string, string][],
  begun: Begun,
): void {
  const running = begun.get(socket)
  const isFree = running === undefined || running.writableFinished
  if (!socket.writable || !isFree) {
    socket.destroy(error)
    return
  }
  const lines = always.map(([name, value]) => `${name}: ${value}`)
  const status = refusals.get(error.code ?? '') ?? '400 Bad Request'
  socket.end([`HTTP/1.1 ${status}`, 'Connection: close', ...lines, '', ''].join('\r\n'), () =>
    socket.destroy(error),
  )
}

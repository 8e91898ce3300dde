import { IncomingMessage, type IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

/** A request as the door gets it, that came over no net. */
export function request(of: {
  url: string | undefined
  method: string
  headers: IncomingHttpHeaders
}): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), of)
}

/** A response that is written to nobody, and remembers what was. */
export class RecordedResponse extends ServerResponse {
  body = ''
  ended = false

  get status(): number {
    return this.statusCode
  }

  /** The headers as they would go out, names in lower case. */
  get sent() {
    return { ...this.getHeaders() }
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    const headers = rest.at(-1)
    for (const [name, value] of Object.entries(Object(headers))) this.setHeader(name, String(value))
    super.writeHead(status)
    // Nobody listens, so it is Node that must not wait for somebody to.
    this.flushHeaders()
    return this
  }

  override end(...args: unknown[]): this {
    if (typeof args[0] === 'string') this.body = args[0]
    this.ended = true
    return this
  }
}

/** A response to a plain GET. */
export function recordResponse(): RecordedResponse {
  return new RecordedResponse(request({ url: '/', method: 'GET', headers: {} }))
}

import { Agent, request as open } from 'node:http'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'

const agent = new Agent({ maxSockets: 1 })

/** An answer to a request that was written by hand. */
export type RawAnswer = { status: number; location: string | undefined; body: string }

type Knock = { method: string; headers?: Record<string, string>; body?: string }

/** Sends a request with exactly these headers, `Host` too, which browsers and `fetch` set themselves. */
export async function knock(address: string, { method, headers, body }: Knock): Promise<RawAnswer> {
  const request = open(address, { method, headers, agent }).end(body)
  const [answer] = await once(request, 'response')
  return {
    status: answer.statusCode,
    location: answer.headers.location,
    body: await text(answer),
  }
}

/**
 * Begins a request, sends so many bytes of its body, and leaves it without an end. Returns the
 * status it is answered with nevertheless.
 */
export async function sendWithoutEnd(
  address: string,
  headers: Record<string, string>,
  bytes: number,
): Promise<number> {
  const request = open(address, { method: 'POST', headers, agent: false })
  const answered = once(request, 'response')
  request.flushHeaders()
  request.write(Buffer.alloc(bytes, 'x'))
  try {
    const [answer] = await answered
    return answer.statusCode
  } finally {
    request.destroy()
  }
}

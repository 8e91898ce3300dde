import type { IncomingMessage } from 'node:http'
import { SECOND } from './clock.ts'

/** How long a client that was refused may go on sending before its connection is cut. */
const LINGER = 1 * SECOND

/** A connection that is cut while the other side sends may lose the answer: what comes is thrown away for a moment. */
export async function lingerOver(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, LINGER)
  request
    .once('close', resolve)
    .once('end', resolve)
    .once('error', () => resolve())
  request.resume()
  await promise
  clearTimeout(timer)
}

/** What stands between a stand-in on this machine and the websites its owner happens to visit. */
import type { IncomingMessage } from 'node:http'
import { isIPv4 } from 'node:net'

/**
 * Whether a request names this machine. DNS rebinding: a website can have its own name point to
 * 127.0.0.1, and its pages would then use what is here as if it were their own. The name it must send
 * in Host gives it away.
 */
export function isLoopback(host: string | undefined): boolean {
  if (!host || !URL.canParse(`http://${host}`)) return false
  const name = new URL(`http://${host}`).hostname
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    (isIPv4(name) && name.startsWith('127.'))
  )
}

/** Whether a request is a form of another website. Programs such as curl send neither header. */
export function isForeign({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`
}

/** The body as text, or null as soon as it is larger than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

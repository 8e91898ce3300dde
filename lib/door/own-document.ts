import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReaderClass } from '#lib/access/level.ts'
import { log } from '#lib/log.ts'
import { withPageStatus } from '#lib/runtime.ts'
import { toDocument } from './document.ts'
import type { Site } from './headers.ts'
import { sendPassing } from './passing.ts'
import { policyFor } from './policy.ts'
import { refuse } from './refuse.ts'
import { type Captured, captureAnswer, isRedirect, type NextHandler } from './render.ts'
import type { UsedStyles } from './used-styles.ts'

/** A payment page is opened meanwhile at Stripe, which is given less than this. */
const LONGEST_ANSWER = 60_000

/** How a framework in the browser asks for something else than the page. */
const forFrameworks = ['rsc', 'next-action', 'next-url'] as const
const prefetching = /^next-router-/

type Own = {
  next: NextHandler
  site: Site
  outage: () => boolean
  usedStyles: UsedStyles
}

/**
 * Answers a request for a page that is for one person and read like the others: Next renders it with
 * the request itself, or takes its form, and what goes out is a document, kept by nobody.
 */
export async function answerOwnDocument(
  { next, site, outage, usedStyles }: Own,
  request: IncomingMessage,
  response: ServerResponse,
  readerClass: ReaderClass,
): Promise<void> {
  const { method, headers } = request
  const asked = { method, headers: { ...headers } }
  for (const name of Object.keys(headers))
    if (prefetching.test(name) || name === 'accept-encoding') delete headers[name]
  for (const name of forFrameworks) delete headers[name]
  // Next answers a HEAD without the page, of which no document can be made; `sendPassing` leaves the body out.
  if (method === 'HEAD') request.method = 'GET'
  try {
    const { answer: captured, status } = await withPageStatus(() =>
      captureAnswer(next, request, readerClass, LONGEST_ANSWER),
    )
    if (captured.status >= 500) return refuse(response, outage() ? 503 : 500)
    const { body, policy } = finishOwn(captured, site, usedStyles)
    if (policy !== null) response.setHeader('Content-Security-Policy', policy)
    const said = captured.status === 200 && status !== null ? status : captured.status
    await sendPassing({ status: said, body, head: headOf(captured) }, asked, response)
  } catch (error) {
    log().error({ err: error }, 'page not rendered')
    refuse(response, outage() ? 503 : 500)
  }
}

/** A redirect is no page, and has the policy of what is none. */
function finishOwn(captured: Captured, site: Site, usedStyles: UsedStyles) {
  const { headers, body } = captured
  if (isRedirect(captured)) return { body: Buffer.alloc(0), policy: null }
  if (!headers['content-type']?.toString().startsWith('text/html')) return { body, policy: null }
  const { html, inlineHashes } = toDocument(body.toString(), usedStyles)
  return { body: Buffer.from(html), policy: policyFor({ kind: 'document', inlineHashes }, site) }
}

/** What the connection says of itself is said anew. */
const ofTheConnection = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
])

function headOf({ headers }: Captured): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || ofTheConnection.has(name)) return []
    return (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)])
  })
}

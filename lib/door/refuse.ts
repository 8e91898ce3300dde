import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { plainPolicy } from './policy.ts'

const words = {
  400: [
    'This could not be read',
    'What was sent is no form of ours, or not all of it arrived. Open the page again and retry.',
  ],
  403: [
    'Refused',
    'This request did not come from one of our pages. Open the page again and retry.',
  ],
  404: ['There is no page at this address', 'It may have moved, or the address has a slip in it.'],
  405: ['This page can only be read', 'Nothing can be sent to this address.'],
  409: [
    'This page is from an older version',
    'The site was renewed since you opened it, and nothing was done. Open the page again and retry.',
  ],
  413: ['This is too much at once', 'Nothing was taken. Send less, or in parts.'],
  415: ['This could not be read', 'What is sent to us must not be compressed.'],
  429: [
    'A little slower, please',
    'You have asked for this very often within a short time. It works again in a moment.',
  ],
  431: ['This is too much at once', 'The request has more headers than anybody needs.'],
  500: [
    'Something went wrong',
    'The fault is ours, and it has been written down. Please try again.',
  ],
  503: [
    'Back in a moment',
    'We cannot reach our own records just now. Nothing is lost; please try again in a minute.',
  ],
} as const

const style =
  ':root{color-scheme:light dark}body{font:1.1rem/1.6 Georgia,serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}'
const policy = plainPolicy([`'sha256-${createHash('sha256').update(style).digest('base64')}'`])

/** With which status something can be refused. */
export type Refusal = keyof typeof words

/**
 * Answers without Next, which may be what is broken: a plain page that needs nothing else. `retryAfter` says in
 * how many seconds it may go better.
 */
export function refuse(
  response: ServerResponse,
  status: Refusal,
  retryAfter: number | null = status === 503 ? 30 : null,
): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const [title, sentence] = words[status]
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${style}</style><h1>${title}</h1><p>${sentence}</p><p><a href="/">Front page</a></p>`
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'Cache-Control': 'private, no-store',
    ...(retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }),
  })
  response.end(body)
}

/** What is read is read; nothing is sent to it. */
export function refuseMethod({ method }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Allow', 'GET, HEAD')
  if (method === 'OPTIONS') response.writeHead(204).end()
  else refuse(response, 405)
}

/** What this server is asked, and what it answers. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Markup } from '../html.ts'

export type Asked = {
  /** HEAD counts as GET. */
  method: string
  url: URL
  headers: IncomingHttpHeaders
  body: string
}

/** `headers` win over those that go with every answer. */
export type Answer =
  | {
      kind: 'answer'
      status: number
      type: string
      body: string | Uint8Array
      headers?: Record<string, string>
    }
  /** The connection is cut. */
  | { kind: 'reset' }
  /** The connection stays open and nothing comes, or no more than `begin`. */
  | { kind: 'silence'; begin: string | null }

export function answerPage(page: Markup, status = 200): Answer {
  const body = `<!doctype html>\n${page.text}`
  return { kind: 'answer', status, type: 'text/html; charset=utf-8', body }
}

export function answerJson(
  value: object,
  status = 200,
  headers: Record<string, string> = {},
): Answer {
  const body = `${JSON.stringify(value, null, 2)}\n`
  return { kind: 'answer', status, type: 'application/json', body, headers }
}

export function answerText(status: number, sentence: string): Answer {
  return { kind: 'answer', status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` }
}

/** After a form: the browser asks for another page. */
export function sendTo(address: string): Answer {
  const headers = { location: address }
  return { kind: 'answer', status: 303, type: 'text/plain', body: 'Go on.\n', headers }
}

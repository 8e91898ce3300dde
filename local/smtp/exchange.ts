/** What the inbox is asked, and what it answers. */
import type { Markup } from '../html.ts'

export type InboxRequest = {
  /** HEAD counts as GET. */
  method: string
  url: URL
  /** Aborted when the one who asked is gone. */
  signal: AbortSignal
  /** null where it is too large. */
  body: () => Promise<string | null>
}

/** `headers` win over those that go with every answer. */
export type Answer = {
  status: number
  type: string
  body: string | Uint8Array
  headers?: Record<string, string>
}

export function answerPage(page: Markup, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body: `<!doctype html>\n${page.text}` }
}

export function answerJson(value: object, status = 200): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value, null, 2)}\n` }
}

export function answerText(status: number, sentence: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` }
}

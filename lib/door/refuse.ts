import type { IncomingMessage, ServerResponse } from 'node:http'
import { plainPage, plainPagePolicy } from './plain-page.ts'
import { type Refusal, refusalWords, waitInWords } from './refusal-words.ts'

/**
 * Answers without Next, which may be what is broken. A browser gets a plain page in the look of the site, a
 * program a sentence as JSON or text. `retryAfter` says in how many seconds it may go better.
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
  const form = formFor(response.req)
  response.writeHead(status, {
    'Content-Type': types[form],
    ...(form === 'page' ? { 'Content-Security-Policy': plainPagePolicy } : {}),
    'Cache-Control': 'private, no-store',
    // RFC 9110, 15.5.2: it must say how. Browsers have no window of their own for this way.
    ...(status === 401 ? { 'WWW-Authenticate': 'Session' } : {}),
    ...(retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }),
  })
  // What was only asked for can be asked for again at the same address; what was sent would not be sent with it.
  const again = passing.has(status) && response.req.method === 'GET'
  response.end(bodies[form](status, retryAfter, again))
}

type Form = 'page' | 'data' | 'text'

const types = {
  page: 'text/html; charset=utf-8',
  data: 'application/json',
  text: 'text/plain; charset=utf-8',
}

/** What our programs ask, and files that feed readers and crawlers fetch: whatever they accept, it is no page. */
const data = /^\/api\/|\.json$/
const file = /\.(?:xml|txt)$/

/** Whether a program asks, which is not led to a page to sign in. */
export const asksAsProgram = (request: Pick<IncomingMessage, 'url' | 'headers'>) =>
  formFor(request) !== 'page'

/** What may be better a moment later. */
const passing = new Set<Refusal>([429, 500, 503])

/** In which form somebody wants to be told. Who does not say is taken for a person. */
function formFor({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): Form {
  const [path = '/'] = url.split('?', 1)
  if (data.test(path)) return 'data'
  if (file.test(path)) return 'text'
  const accepted = headers.accept ?? '*/*'
  if (/text\/(?:html|\*)|application\/xhtml|\*\/\*/.test(accepted)) return 'page'
  return /\bjson\b/.test(accepted) ? 'data' : 'text'
}

type Write = (status: Refusal, retryAfter: number | null, again: boolean) => string

const bodies: Record<Form, Write> = {
  page: (status, retryAfter, again) => {
    const { title } = refusalWords[status]
    return plainPage({
      kicker: `Error ${status}`,
      title,
      sentences: sentencesOf(status, retryAfter),
      ways: [...(status === 401 ? [signIn] : []), ...(again ? [tryAgain] : []), front],
    })
  },
  data: (status, retryAfter) => JSON.stringify({ error: inOneLine(status, retryAfter) }),
  text: (status, retryAfter) => `${inOneLine(status, retryAfter)}\n`,
}

const front = { href: '/', name: 'Front page' }
const tryAgain = { href: '', name: 'Try again' }
const signIn = { href: '/sign-in', name: 'Sign in' }

const inOneLine = (status: Refusal, retryAfter: number | null) =>
  [`${refusalWords[status].title}.`, ...sentencesOf(status, retryAfter)].join(' ')

function sentencesOf(status: Refusal, retryAfter: number | null): string[] {
  const { sentence } = refusalWords[status]
  if (retryAfter === null) return [sentence]
  const when = waitInWords(retryAfter)
  return [sentence, status === 429 ? `It works again ${when}.` : `Please try again ${when}.`]
}

/** What is read is read; nothing is sent to it. */
export function refuseMethod({ method }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Allow', 'GET, HEAD')
  if (method === 'OPTIONS') response.writeHead(204).end()
  else refuse(response, 405)
}

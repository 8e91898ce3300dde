import { leaveNewsletter, readLeaving } from '#lib/newsletters/leave.ts'
import { appDatabase } from '#lib/runtime.ts'

const headers = { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' }
const passOf = (request: Request) => new URL(request.url).searchParams.get('t') ?? ''

/**
 * Where mail programs post for their users (RFC 8058): the address is all it takes, without a cookie, and from
 * wherever. What is sent with it is not read.
 */
export async function POST(request: Request): Promise<Response> {
  const done = await leaveNewsletter(appDatabase(), passOf(request), new Date())
  return new Response(done ? 'You are unsubscribed.\n' : 'This link leads nowhere.\n', {
    status: done ? 200 : 404,
    headers,
  })
}

/** Opened by hand, or by a scanner, it ends nothing, and leads to the page with the button. */
export function GET(request: Request): Response {
  const pass = passOf(request)
  const query = readLeaving(pass) === null ? '' : `?${new URLSearchParams({ t: pass })}`
  return new Response(null, {
    status: 303,
    headers: { ...headers, Location: `/newsletters/leave${query}` },
  })
}

import { openGiftLink } from '#lib/gift-links/open.ts'
import type { Pass } from '#lib/gift-links/pass.ts'
import { appDatabase, environment, publicDatabase } from '#lib/runtime.ts'
import { requestOrigin } from '../../request-origin.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ token: string }> }

/** It is whoever's who has it: nothing on the way keeps it, finds it or passes its address on. */
const own = {
  'Cache-Control': 'private, no-store',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Referrer-Policy': 'no-referrer',
}

/** Exchanges the token for a pass and leads to the article, so that the token stands in no page and in no history of one. */
export async function GET(_: Request, { params }: Props): Promise<Response> {
  const { siteUrl } = environment()
  const { address } = await requestOrigin()
  const databases = { public: publicDatabase(), app: appDatabase() }
  const { token } = await params
  const opening = await openGiftLink(databases, token, { address, siteUrl }, new Date())
  switch (opening.kind) {
    case 'open':
      return leadTo(`/given/${opening.slug}?opened`, passFor(opening))
    case 'free':
      return leadTo(`/articles/${opening.slug}`)
    case 'limited':
      return new Response('This link is opened too often just now. Please try again later.\n', {
        status: 429,
        headers: {
          ...own,
          'Content-Type': 'text/plain; charset=utf-8',
          'Retry-After': String(opening.retryAfterSeconds),
        },
      })
    case 'over':
    case 'withdrawn':
    case 'none':
      return leadTo(`/given?why=${opening.kind}`)
  }
}

function leadTo(path: string, cookies: string[] = []): Response {
  const response = new Response(null, { status: 303, headers: { ...own, Location: path } })
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
  return response
}

/** A pass goes where the article is read and to the pictures in it, and nowhere else. A link is opened from other sites, so `Strict` would keep it back. */
function passFor({ slug, pass }: { slug: string; pass: Pass }): string[] {
  const secure = environment().siteUrl.protocol === 'https:' ? '; Secure' : ''
  return [`/given/${slug}`, '/pictures'].map(
    (path) =>
      `${pass.name}=${pass.value}; Path=${path}; Expires=${pass.expires.toUTCString()}; HttpOnly; SameSite=Lax${secure}`,
  )
}

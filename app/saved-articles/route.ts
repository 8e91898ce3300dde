import { currentReader } from '#lib/auth/viewer.ts'
import { saveArticle } from '#lib/saved-articles/save.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { textOf } from '../request-origin.ts'

export const dynamic = 'force-dynamic'

const list = '/account/saved'

/** Whoever comes back to this address, or types it, sees what they saved. */
export function GET(): Response {
  return leadTo(list)
}

/**
 * Saves the article of the form that stands on its page. That page is kept for many and knows nobody, so this is no action
 * of the framework's, and where it leads says what came of it. That it was sent from a page of ours the door has seen to.
 */
export async function POST(request: Request): Promise<Response> {
  const slug = await askedIn(request)
  const wish = `${list}/new?${new URLSearchParams({ article: slug })}`
  const toSignIn = `/sign-in?${new URLSearchParams({ to: wish })}`
  const reader = await currentReader()
  if (!reader) return leadTo(toSignIn)
  const databases = { public: publicDatabase(), app: appDatabase() }
  const outcome = await saveArticle(databases, reader.id, { slug, savedAt: new Date() })
  switch (outcome.kind) {
    case 'saved':
      return leadTo(`/articles/${outcome.slug}#saved`)
    case 'no_account':
      return leadTo(toSignIn)
    case 'no_article':
    case 'full':
    case 'limited':
      return leadTo(`${list}?notice=${outcome.kind}`)
  }
}

async function askedIn(request: Request): Promise<string> {
  try {
    const asked = textOf(await request.formData(), 'article')
    return /^[a-z0-9-]{1,100}$/.test(asked) ? asked : ''
  } catch {
    // What was sent is no form: it names no article.
    return ''
  }
}

function leadTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: path, 'Cache-Control': 'private, no-store' },
  })
}

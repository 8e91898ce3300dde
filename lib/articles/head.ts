import type { PublicDatabase } from '#db/client.ts'
import { findArticle } from '#db/queries/articles.ts'
import type { AccessLevel } from '#lib/access/level.ts'

/** Which article something is about: what a page beside it needs, and nothing of its text. */
export type ArticleHead = { id: string; slug: string; headline: string; accessLevel: AccessLevel }

/** Reads which published article is at an address, or null. */
export async function readArticleHead(
  db: PublicDatabase,
  slug: string,
): Promise<ArticleHead | null> {
  const found = await findArticle(db, slug)
  return (
    found && {
      id: found.id,
      slug: found.slug,
      headline: found.headline,
      accessLevel: found.accessLevel,
    }
  )
}

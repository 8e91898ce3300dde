import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { lockLivingReader } from '#db/queries/account.ts'
import { addSaved, countSaved, hasSaved, removeSaved } from '#db/queries/saved-articles.ts'
import { readArticleHead } from '#lib/articles/head.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'

type Databases = { public: PublicDatabase; app: AppDatabase }

/** How many articles somebody may have saved at once. */
export const MOST_SAVED = 1000

/** What became of the wish to save an article. */
export type Saving =
  /** It is on the list, now or before. */
  | { kind: 'saved'; slug: string }
  /** Nothing is there for everybody at this address. */
  | { kind: 'no_article' }
  /** They have saved as many as they may. */
  | { kind: 'full' }
  /** The account is being deleted. */
  | { kind: 'no_account' }
  | { kind: 'limited'; retryAfterSeconds: number }

/**
 * Puts an article on a reader's list, as of `savedAt`. Under the reader's lock: as many as they may stay as many, and
 * nothing is saved for an account that is deleted meanwhile.
 */
export async function saveArticle(
  databases: Databases,
  readerId: string,
  { slug, savedAt }: { slug: string; savedAt: Date },
): Promise<Saving> {
  const turn = await takeTurn(databases.app, limits.articlesSaved, readerId)
  if (turn.kind === 'limited') return turn
  const article = await readArticleHead(databases.public, slug)
  if (!article) return { kind: 'no_article' }
  return databases.app.transaction(async (tx): Promise<Saving> => {
    if (!(await lockLivingReader(tx, readerId))) return { kind: 'no_account' }
    if (!(await hasSaved(tx, readerId, article.id))) {
      const { all } = await countSaved(tx, readerId)
      if (all >= MOST_SAVED) return { kind: 'full' }
      await addSaved(tx, { readerId, articleId: article.id, savedAt })
    }
    return { kind: 'saved', slug }
  })
}

/** Takes an article off a reader's own list; says since when it was on it, for who changes their mind. Null: it was not. */
export async function takeOffList(
  db: AppDatabase,
  readerId: string,
  slug: string,
): Promise<Date | null> {
  return removeSaved(db, readerId, slug)
}

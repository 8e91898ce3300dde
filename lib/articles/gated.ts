import type { AppDatabase } from '#db/client.ts'
import { type ArticleAsRead, gatedHtml } from '#db/queries/writing.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'

/**
 * The one door to what stands below a marker. It takes the decision that opens it, so nobody can
 * ask without having decided, and the article as it was when that was decided: one that was tightened,
 * withdrawn or rewritten since is `changed`, and has to be read and decided anew. `html` is null when the
 * article has nothing there. Throws when access is refused: that is a bug of the caller's, and must not be answered.
 */
export async function readGatedPart(
  db: AppDatabase,
  article: ArticleAsRead,
  decision: AccessDecision,
): Promise<{ kind: 'read'; html: string | null } | { kind: 'changed' }> {
  if (!decision.granted)
    throw new Error(`The gated part was asked for although access is refused: ${decision.reason}.`)
  const found = await gatedHtml(db, article)
  return found ? { kind: 'read', html: found.html } : { kind: 'changed' }
}

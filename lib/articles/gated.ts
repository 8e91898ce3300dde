import type { AppDatabase } from '#db/client.ts'
import { gatedHtml } from '#db/queries/writing.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'

/**
 * The one door to what stands below a marker. It takes the decision that opens it, so nobody can
 * ask without having decided. Null when the article has nothing there. Throws when access is refused:
 * that is a bug of the caller's, and must not be answered.
 */
export async function readGatedPart(
  db: AppDatabase,
  articleId: string,
  decision: AccessDecision,
): Promise<string | null> {
  if (!decision.granted)
    throw new Error(`The gated part was asked for although access is refused: ${decision.reason}.`)
  return gatedHtml(db, articleId)
}

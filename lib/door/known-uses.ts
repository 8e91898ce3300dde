import { LRUCache } from 'lru-cache'
import type { PictureUse } from '#lib/pictures/access.ts'
import type { Changes } from './changes.ts'

/** Of how many pictures is kept who shows them; of names that are none as well. */
const MOST = 10_000

/**
 * Keeps which published articles show a picture, so that a page with twenty of them asks for none twice. Believed like
 * the pages themselves: while changes are heard, and not of an article that is about to change (README). Any change of articles
 * drops all of it, for a picture does not know which article will show it next.
 */
export function openKnownUses(
  changes: Changes,
  look: (hash: string) => Promise<PictureUse[]>,
): (hash: string) => Promise<PictureUse[]> {
  const kept = new LRUCache<string, PictureUse[]>({ max: MOST })
  let changed = 0
  changes.onChange(({ kind }) => {
    if (kind === 'reader' || kind === 'session') return
    changed++
    kept.clear()
  })
  const isSure = (uses: PictureUse[]) =>
    changes.trusted() && !uses.some(({ slug }) => changes.inDoubt('article', slug))
  return async (hash) => {
    const found = kept.get(hash)
    // While the database is out of reach, what was known counts, as it does for pages.
    if (found && (isSure(found) || !changes.database.answers())) return found
    const before = changed
    const sure = changes.trusted()
    const uses = await changes.database.whileItAnswers(() => look(hash))
    if (sure && before === changed && isSure(uses)) kept.set(hash, uses)
    return uses
  }
}

import type { AppDatabase } from '#db/client.ts'
import { publishedUses } from '#db/queries/pictures.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'

/** A published article that shows a picture, and in which part. */
export type PictureUse = Awaited<ReturnType<typeof publishedUses>>[number]

/** So many articles are looked at. More need not be: those that decide come first. */
export const MANY_USES = 100

/** Which published articles show this picture, those that open it widest first; none for one that nobody has. */
export async function publishedUsesOf(
  db: AppDatabase,
  hash: string,
  now: Date,
): Promise<PictureUse[]> {
  return publishedUses(db, hash, now, MANY_USES)
}

/**
 * Who may see a picture: everybody when a published article shows it above its marker; who may read on, when one
 * shows it below; nobody when none does.
 */
export function decidePicture(
  uses: readonly PictureUse[],
  readerClass: ReaderClass,
): 'public' | 'private' | 'hidden' {
  if (uses.some(({ part }) => part === 'public')) return 'public'
  const granted = uses.some(({ accessLevel }) => decideForClass(accessLevel, readerClass).granted)
  return granted ? 'private' : 'hidden'
}

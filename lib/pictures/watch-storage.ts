import { randomUUID } from 'node:crypto'
import type { AppDatabase } from '#db/client.ts'
import { PICTURE_STORAGE, writeHealthChecks } from '#db/queries/health.ts'
import { log } from '#lib/log.ts'
import type { Storage } from './storage.ts'

/**
 * Tries the storage of pictures with a file of a few bytes, which is put, read and taken away again. What comes of it is kept
 * for the health page, and logged when it is wrong. Never throws because of the storage.
 */
export async function watchStorage(db: AppDatabase, storage: Storage, now: Date): Promise<void> {
  const problem = await tryStorage(storage)
  await writeHealthChecks(db, [{ name: PICTURE_STORAGE, problem }], now)
}

/** Null when what was put is read, and gone once it was taken away. */
async function tryStorage(storage: Storage): Promise<string | null> {
  // No picture is called so, and two instances that try at once have a file each.
  const name = `trial/${randomUUID()}.bin`
  const bytes = Buffer.from('a trial of the storage')
  try {
    await storage.put(name, bytes)
    const found = await storage.read(name)
    await storage.remove(name)
    if (found?.equals(bytes)) return null
    return toldAs('it gives back something else than was put into it')
  } catch (cause) {
    log().error({ err: cause, check: PICTURE_STORAGE }, 'SET-UP: the storage of pictures failed')
    return toldAs(reasonOf(cause))
  }
}

const toldAs = (reason: string) =>
  `Pictures cannot be stored: ${reason}. See that the folder or the bucket is there, has room and may be written to (docs/operations.md, "Pictures"); the log says more.`

/** The word of the system or of the storage alone: the rest names paths and hosts, and everybody may read the health page. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it fails'
  if ('code' in cause && typeof cause.code === 'string' && /^E[A-Z]{2,20}$/.test(cause.code))
    return cause.code
  return /answered \d{3}: \w{1,60}/.exec(cause.message)?.[0] ?? 'it does not answer'
}

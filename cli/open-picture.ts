/** Reads a picture that an imported file names, or that somebody names at the terminal. */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { refusals } from '#lib/pictures/check.ts'
import { limits } from '#lib/pictures/limits.ts'
import { fetchPicture, fetchRefusals } from '#lib/pictures/fetch.ts'

export type Opened = { kind: 'read'; bytes: Uint8Array } | { kind: 'left'; why: string }

const left = (why: string): Opened => ({ kind: 'left', why })

/**
 * Reads what stands beside a file in `folder`, or fetches what stands elsewhere. A file from somebody else may name any other
 * of this machine: what lies outside of its own folder is not read.
 */
export async function openPicture(
  folder: string,
  written: string,
  { fetch }: { fetch: boolean },
): Promise<Opened> {
  if (/^https?:/i.test(written))
    return fetch ? fetchFrom(written) : left('nothing was fetched, as asked (--no-fetch).')
  return readPictureFile(path.resolve(folder, decoded(written)), folder)
}

async function fetchFrom(address: string): Promise<Opened> {
  // Old pages say http; nearly every server answers to both, and what was not encrypted may be anybody's.
  const fetched = await fetchPicture(address.replace(/^http:/i, 'https:'))
  return fetched.kind === 'fetched'
    ? { kind: 'read', bytes: fetched.bytes }
    : left(fetchRefusals[fetched.why])
}

/** Reads a file with a picture, inside of a folder when one is given, also where links lead. */
export function readPictureFile(file: string, folder: string | null = null): Opened {
  try {
    const place = realpathSync(file)
    if (folder !== null && !place.startsWith(realpathSync(folder) + path.sep))
      return left('It lies outside of the folder of the file that names it.')
    const found = statSync(place)
    if (!found.isFile()) return left('This is no file.')
    if (found.size > limits.bytes) return left(refusals.too_many_bytes)
    return { kind: 'read', bytes: readFileSync(place) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return left('There is no such file.')
    if (code === 'EACCES') return left('This file may not be read by you.')
    throw new Error('A picture could not be read.', { cause: error })
  }
}

/** As addresses are written, a space is %20. */
function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}

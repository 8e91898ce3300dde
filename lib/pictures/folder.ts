/** Files of pictures in a folder of this disk. */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Storage } from './storage.ts'

/** Keeps files below `folder`, which is made when the first comes. A file is there whole or not at all. */
export function openFolder(folder: string): Storage {
  // One folder with a hundred thousand others in it is slow to list, for a backup too.
  const placeOf = (name: string) =>
    path.join(/* turbopackIgnore: true */ folder, name.slice(0, 2), ...name.split('/'))
  return {
    put: async (name, bytes) => {
      const place = placeOf(name)
      const draft = `${place}.${randomUUID()}`
      await mkdir(path.dirname(place), { recursive: true })
      await writeFile(draft, bytes, { flush: true })
      await rename(draft, place)
    },
    read: async (name) => {
      try {
        return await readFile(placeOf(name))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    remove: async (name) => rm(placeOf(name), { force: true }),
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

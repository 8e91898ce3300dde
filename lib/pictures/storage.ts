import type { PictureSettings } from '#lib/env.ts'
import { openBucket } from './bucket.ts'
import { openFolder } from './folder.ts'
import { rememberRead } from './remember.ts'

/**
 * Where the files of pictures lie, by names such as `HASH/720.avif`. What stands under a name never changes, because
 * the name is made from the content: writing it again changes nothing. Every fault of the storage is thrown.
 */
export type Storage = {
  put: (name: string, bytes: Uint8Array) => Promise<void>
  /** Null when there is nothing under this name. */
  read: (name: string) => Promise<Buffer | null>
  /** Does nothing when there is nothing. */
  remove: (name: string) => Promise<void>
}

/** Opens the storage that is configured. Opening it asks for nothing yet. */
export function openStorage(settings: PictureSettings): Storage {
  return settings.kind === 'disk' ? openFolder(settings.folder) : rememberRead(openBucket(settings))
}

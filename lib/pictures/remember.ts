import { LRUCache } from 'lru-cache'
import type { Storage } from './storage.ts'

const MEBIBYTE = 1024 * 1024

/** Keeps what was read last in memory: a storage across the network takes as long as a page, and is paid for each time. */
export function rememberRead(storage: Storage, mostBytes = 32 * MEBIBYTE): Storage {
  const held = new LRUCache<string, Buffer>({
    maxSize: mostBytes,
    sizeCalculation: (bytes) => bytes.length + 200,
  })
  return {
    ...storage,
    read: async (name) => {
      const known = held.get(name)
      if (known) return known
      const bytes = await storage.read(name)
      if (bytes) held.set(name, bytes)
      return bytes
    },
    remove: async (name) => {
      held.delete(name)
      await storage.remove(name)
    },
  }
}

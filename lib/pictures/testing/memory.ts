import type { Storage } from '../storage.ts'

/** A storage that forgets everything with the test. */
export function memoryStorage(): Storage & { held: Map<string, Buffer>; puts: number } {
  const storage = {
    held: new Map<string, Buffer>(),
    puts: 0,
    put: (name: string, bytes: Uint8Array) => {
      storage.puts++
      storage.held.set(name, Buffer.from(bytes))
      return Promise.resolve()
    },
    read: (name: string) => Promise.resolve(storage.held.get(name) ?? null),
    remove: (name: string) => {
      storage.held.delete(name)
      return Promise.resolve()
    },
  }
  return storage
}

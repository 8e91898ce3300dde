import { fork } from 'node:child_process'
import path from 'node:path'
import { z } from 'zod'
import { MINUTE } from '#lib/clock.ts'
import type { WantedCard } from './words.ts'

/** Prints cards, in the order in which they are wanted. Null: the typeface lacks a letter of it. */
export type Press = (wanted: readonly WantedCard[]) => Promise<(Uint8Array | null)[]>

const printed = z.array(z.instanceof(Uint8Array).nullable())

/** A press that has said nothing for so long is stopped. */
const LONGEST = 2 * MINUTE

/** Has cards printed by a process of its own (`press.ts`), which ends with them. */
export const orderCards: Press = async (wanted) => {
  // The same place whether this is in Next's bundle or not: the product runs in its own folder.
  const place = path.join(
    /* turbopackIgnore: true */ process.cwd(),
    'lib',
    'share-cards',
    'press.ts',
  )
  const press = fork(place, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<(Uint8Array | null)[]>()
  let said = ''
  press.stderr?.on('data', (some) => {
    said = `${said}${some}`.slice(-2000)
  })
  press.once('message', (message) => {
    const read = printed.safeParse(message)
    if (read.success) resolve(read.data)
    else reject(new Error('The press sent no cards.', { cause: read.error }))
  })
  press.once('error', reject)
  press.once('exit', (code) => reject(new Error(`The press ended with ${code}: ${said}`)))
  const timer = setTimeout(() => press.kill('SIGKILL'), LONGEST)
  press.send(wanted)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

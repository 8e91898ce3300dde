/** The door: what a page costs that is kept, that is not, and many of both. */
import { setTimeout as pause } from 'node:timers/promises'
import { measureCached } from './cached.ts'
import { measureCold } from './cold.ts'
import { measureMixed } from './mixed.ts'
import { residentMemory } from './process.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'

/** Measures, one after the other. */
export async function measureDoor(
  stack: Stack,
  { peer, tell }: { peer: string | null; tell: (part: Measurement[]) => void },
): Promise<Measurement[]> {
  // The first seconds of a process are its own.
  await pause(3000)
  const rest: Measurement = {
    what: 'memory at rest, before the first page',
    value: residentMemory(stack.pid) ?? Number.NaN,
    unit: 'MiB',
    target: { most: 300 },
  }
  tell([rest])
  const cached = await measureCached(stack, peer)
  tell(cached)
  const cold = await measureCold(stack)
  tell(cold)
  return [...cached, ...cold, ...(await measureMixed(stack)), rest]
}

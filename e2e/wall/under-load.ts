/** The site busy with readers of every kind while rows of the wall are tried. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { z } from 'zod'
import { door } from './door.ts'
import type { Look, Load } from './load.ts'
import type { Wall } from './matrix.ts'
import { mayRead, states } from './viewers.ts'

/** As many requests a second as the benchmark's busy hour has. */
const A_SECOND = 150

const loadedShape = z.object({ answers: z.number(), faults: z.array(z.string()) })

/** Readers that are reading. `stop` says what they saw. */
export type Readers = { stop: () => Promise<z.infer<typeof loadedShape>> }

/** Starts readers of every kind, who read every article of the wall in every encoding, over and over. */
export function startReaders(wall: Wall): Readers {
  const child = fork(path.join(import.meta.dirname, 'load.ts'))
  const load: Load = { site: door().origin, perSecond: A_SECOND, looks: looksAt(wall) }
  child.send(load)
  return {
    stop: async () => {
      const told = once(child, 'message')
      child.send('stop')
      const [loaded] = await told
      return loadedShape.parse(loaded)
    },
  }
}

function looksAt({ fixtures, viewers, mark }: Wall): Look[] {
  return fixtures.flatMap(({ path: at, level, below }) =>
    states.map((state) => {
      const { cookie } = viewers[state]
      const whole = mayRead(state, level)
      return {
        path: at,
        cookie: cookie === null ? null : `${cookie.name}=${cookie.value}`,
        holds: whole ? below.sentinels.slice(0, 2) : ['id="subscribe-to-read-on"'],
        lacks: whole ? [] : [mark],
      }
    }),
  )
}

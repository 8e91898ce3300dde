/** Leaks of whatever keeps answers, for the rows that ask many things or wait: W44, W45, W48, W50. */
import { setTimeout as pause } from 'node:timers/promises'
import { keptUnder, knownOf, type OwnBite, path, when, wholePage, withOneArticle } from './bite.ts'
import { knockingAt } from './door.ts'
import { overManyConnections, overOneConnection } from './interleave.ts'
import type { Wall } from './matrix.ts'
import { both, isWhole, leaking } from './own-bite.ts'
import type { Answer } from './request.ts'
import { alone } from './sql.ts'
import { tighten } from './tighten.ts'
import { startReaders } from './under-load.ts'
import { strangerFirst } from './unlock.ts'

const underPath = keptUnder(({ path: one }) => one)
const turns = ({ viewers }: Wall) => [
  viewers.subscriber,
  viewers.anonymous,
  viewers.subscriber,
  viewers.anonymous,
]

export const cacheBites: OwnBite[] = [
  both({
    row: 'W44',
    how: 'a cache in front gives a subscriber’s page to whoever comes next',
    whom: 'anonymous',
    leak: underPath,
    judge: (wall) => overOneConnection(wall, turns(wall)),
  }),
  both({
    row: 'W44',
    how: 'a connection belongs to whoever used it first',
    whom: 'anonymous',
    leak: when(
      ({ path: one }) => one === path,
      (known) => {
        let isTheirs = false
        return (passing) => {
          isTheirs ||= isWhole(passing.answer, known)
          return isTheirs ? wholePage(known)(passing) : null
        }
      },
    ),
    judge: (wall) => overManyConnections(wall, turns(wall)),
  }),
  both({
    row: 'W45',
    how: 'what a stranger was sent is kept for the subscriber',
    whom: 'subscriber',
    finds: /as subscriber: lacks “/,
    leak: underPath,
    judge: (wall) => strangerFirst(withOneArticle(wall)),
  }),
  {
    row: 'W48',
    how: 'one answer in fifty is somebody else’s, while many read',
    whom: 'anonymous',
    finds: /HOLDS/,
    attempt: async ({ wall, site }) => {
      let count = 0
      const known = knownOf(wall)
      const fiftieth = when(
        ({ path: one, headers }) => one === path && !headers.some(([name]) => name === 'cookie'),
        (one) => (passing) => (count++ % 50 === 0 ? wholePage(one)(passing) : null),
      )
      const attempt = async () => {
        const readers = await knockingAt(site.address, async () =>
          Promise.resolve(startReaders(withOneArticle(wall))),
        )
        await pause(1500)
        return (await readers.stop()).faults
      }
      const clean = await attempt()
      site.plant(fiftieth(known))
      const found = await attempt()
      site.plant(null)
      return { clean, found }
    },
  },
  leaking({
    row: 'W50',
    how: 'what was free is kept after it has been published tighter',
    whom: 'anonymous',
    leak: when(({ path: one }) => one === '/articles/wall-shifting', underPath),
    judge: (wall) => alone(() => tighten(wall, ['free', 'subscriber', 'withdrawn'])),
  }),
  leaking({
    row: 'W50',
    how: 'what was withdrawn is still there',
    whom: 'reader',
    finds: /answered 200/,
    leak: when(
      ({ path: one }) => one === '/articles/wall-shifting',
      () => {
        let last: Answer | null = null
        return ({ answer }) => {
          if (answer.status === 200) last = answer
          return answer.status === 410 ? last : null
        }
      },
    ),
    judge: (wall) => alone(() => tighten(wall, ['subscriber', 'withdrawn'])),
  }),
]

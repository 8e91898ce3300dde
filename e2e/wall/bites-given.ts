/** Leaks of what is read by whoever holds an address: gift links (W55) and the feed of one person (W34). */
import type { OwnBite } from './bite.ts'
import { when, wholePage } from './bite.ts'
import { tryGiven } from './given.ts'
import { askedHeader } from './leaky.ts'
import { isWhole, keptForTheCookie, leaking } from './own-bite.ts'
import { closed, near } from './private-feeds.ts'
import type { Answer } from './request.ts'
import { alone } from './sql.ts'
import { giveFeed } from './give-feed.ts'

const given = '/given/wall-early'

export const givenBites: OwnBite[] = [
  leaking({
    row: 'W55',
    how: 'a pass opens every article',
    whom: 'who was given one',
    leak: when(
      ({ path, headers }) =>
        path === '/given/wall-late' && headers.some(([name]) => name.toLowerCase() === 'cookie'),
      wholePage,
    ),
    judge: async (wall) => alone(() => tryGiven(wall)),
  }),
  leaking({
    row: 'W55',
    how: 'what was read with a pass is kept for who comes after',
    whom: 'anonymous',
    leak: when(
      ({ path }) => path === given,
      (known) => {
        let kept: Answer | null = null
        return ({ asked, answer }) => {
          if (isWhole(answer, known)) kept = answer
          return askedHeader(asked, 'Cookie') === '' ? kept : null
        }
      },
    ),
    judge: async (wall) => alone(() => tryGiven(wall)),
  }),
  leaking({
    row: 'W55',
    how: 'a link that was taken back is remembered',
    whom: 'who was given one',
    leak: when(({ path }) => path === given, keptForTheCookie),
    judge: async (wall) => alone(() => tryGiven(wall)),
  }),
  leaking({
    row: 'W34',
    how: 'the feed of one person is shown at addresses near theirs',
    whom: 'anonymous',
    finds: /LEAK |with \d+ bytes/,
    leak: when(({ path }) => path.startsWith('/feed/'), wholePage),
    judge: async (wall) => {
      const token = await giveFeed(wall.viewers.subscriber)
      return closed(wall, near(token))
    },
  }),
]

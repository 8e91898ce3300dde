/** Leaks of sessions and of signing in, for W29 to W32. */
import { createHash } from 'node:crypto'
import { endCallers } from '../support/callers.ts'
import { tryWaysBack } from './addresses.ts'
import { type OwnBite, path, when, wholePage } from './bite.ts'
import { closeAtOnce } from './closing.ts'
import { askedHeader, withHeaders } from './leaky.ts'
import { scan } from './magic-link.ts'
import { both, keptForTheCookie, leaking } from './own-bite.ts'
import { endedOnPurpose, notSessions } from './sessions.ts'

export const peopleBites: OwnBite[] = [
  both({
    row: 'W29',
    how: 'what the database holds of a token opens what the token opens',
    whom: 'anonymous',
    leak: (known) => {
      const [, token = ''] = known.subscriber[1].split('=')
      const hash = createHash('sha256').update(token).digest('hex')
      return (passing) =>
        passing.asked.path === path && askedHeader(passing.asked, 'Cookie').endsWith(hash)
          ? wholePage(known)(passing)
          : null
    },
    judge: (wall) => notSessions(wall),
  }),
  leaking({
    row: 'W29',
    how: 'a session that was ended is remembered',
    whom: 'who has signed out',
    leak: keptForTheCookie,
    judge: async (wall) => {
      try {
        return await endedOnPurpose(wall)
      } finally {
        await endCallers()
      }
    },
  }),
  leaking({
    row: 'W30',
    how: 'what staff end is still read',
    whom: 'lapsed',
    leak: keptForTheCookie,
    judge: async (wall) => {
      try {
        return await closeAtOnce(wall)
      } finally {
        await endCallers()
      }
    },
  }),
  both({
    row: 'W31',
    how: 'the page for signing in leads wherever it is told',
    whom: 'reader',
    finds: /leads to \/\/evil/,
    leak: when(
      ({ path: one }) => one.startsWith('/sign-in?to='),
      () =>
        ({ asked, answer }) => {
          const to = new URLSearchParams(asked.path.split('?')[1]).get('to') ?? '/'
          return to.startsWith('//evil')
            ? withHeaders({ ...answer, status: 307 }, [['Location', to]])
            : null
        },
    ),
    judge: (wall) => tryWaysBack(wall, ['/sign-in?to=']),
  }),
  both({
    row: 'W32',
    how: 'the link of a mail signs in whoever opens it',
    whom: 'a scanner',
    finds: /signs a scanner in/,
    leak: when(
      ({ method, path: one }) => method === 'GET' && one.startsWith('/sign-in/confirm'),
      ({ subscriber }) =>
        ({ answer }) =>
          withHeaders(answer, [['Set-Cookie', `${subscriber[1]}; Path=/`]]),
    ),
    judge: async (wall) => {
      const { cookie } = wall.viewers.subscriber
      return cookie ? scan(wall, 'http://x/sign-in/confirm?token=none', cookie) : []
    },
  }),
]

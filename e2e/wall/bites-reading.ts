/** Leaks of the page while it is read and after, for W19, W23 and W24. */
import { backAfterSignOut } from './back.ts'
import { before, headed, type OwnBite, path, when, withOneArticle } from './bite.ts'
import { both, isWhole, leaking } from './own-bite.ts'
import type { Answer } from './request.ts'
import { samePage } from './same-page.ts'
import { slowReaders } from './slow.ts'
import { alone } from './sql.ts'

export const readingBites: OwnBite[] = [
  leaking({
    row: 'W19',
    how: 'a cut page says how long the rest is',
    whom: 'everybody who may not read it',
    finds: /depends on what stands below/,
    leak: when(
      ({ path: one }) => one === '/articles/wall-shifting',
      (known) => async (passing) => {
        const whole = await passing.ask({ headers: [known.subscriber] })
        const piece = `<p>And as much again: ${'▮'.repeat(whole.body.length / 100)}</p>`
        return before('</article>', () => piece)(known)(passing)
      },
    ),
    judge: (wall) => alone(() => samePage(wall)),
  }),
  both({
    row: 'W23',
    how: 'what somebody left in its middle is sent on to the next',
    whom: 'anonymous',
    leak: (known) => {
      let unread: Answer | null = null
      return ({ asked, answer, left }) => {
        if (left && isWhole(answer, known)) unread = answer
        return asked.path === path && !left ? unread : null
      }
    },
    judge: (wall) => slowReaders(withOneArticle(wall), wall.viewers.subscriber),
  }),
  leaking({
    row: 'W24',
    how: 'a browser may keep a subscriber’s page',
    whom: 'who has signed out',
    leak: when(
      ({ path: one }) => one.startsWith('/articles/wall-'),
      headed(() => [['Cache-Control', 'private, max-age=600']]),
    ),
    judge: (wall) => backAfterSignOut(wall),
  }),
]

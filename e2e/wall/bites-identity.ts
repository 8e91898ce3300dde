/** Leaks for whoever says that they are somebody, or come from somewhere, for W25–W28 and W33. */
import { before, type Bite, keptUnder, path, when, wholePage } from './bite.ts'
import { type Asked, askedHeader } from './leaky.ts'

const says = (name: string, value: RegExp) => (asked: Asked) => value.test(askedHeader(asked, name))

const exceptions: {
  row: string
  how: string
  whom: Bite['whom']
  fits: (asked: Asked) => boolean
}[] = [
  {
    row: 'W25',
    how: 'a search engine’s crawler is sent the whole page',
    whom: 'anonymous',
    fits: says('User-Agent', /Googlebot/),
  },
  {
    row: 'W25',
    how: 'who previews links is sent the whole page',
    whom: 'lapsed',
    fits: says('User-Agent', /facebookexternalhit|Slackbot/),
  },
  {
    row: 'W25',
    how: 'who sends no name is taken for one of the house',
    whom: 'reader',
    fits: (asked) => asked.headers.some(([name, value]) => name === 'User-Agent' && value === ''),
  },
  {
    row: 'W26',
    how: 'an address is believed that the request names',
    whom: 'anonymous',
    fits: says('X-Forwarded-For', /^66\.249\./),
  },
  {
    row: 'W26',
    how: 'who comes from this machine is one of the house',
    whom: 'reader',
    fits: says('X-Real-IP', /^127\.0\.0\.1$/),
  },
  {
    row: 'W27',
    how: 'who comes from a search engine reads the first article free',
    whom: 'anonymous',
    fits: says('Referer', /google/),
  },
  {
    row: 'W27',
    how: 'who comes from the newsroom is one of the house',
    whom: 'lapsed',
    fits: says('Referer', /\/newsroom$/),
  },
  {
    row: 'W28',
    how: 'a flag in a cookie is believed',
    whom: 'anonymous',
    fits: says('Cookie', /subscriber=true|isPremium=true/),
  },
  {
    row: 'W28',
    how: 'a cookie of another framework is a session',
    whom: 'reader',
    fits: says('Cookie', /__next_preview_data/),
  },
  ...['?amp=1', '?print=1', '?unlocked', '?view=print'].map((query) => ({
    row: 'W33',
    how: `${query} shows the whole page`,
    whom: 'anonymous' as const,
    fits: (asked: Asked) =>
      asked.path.includes(query === '?unlocked' ? 'unlocked_article_code' : query),
  })),
  {
    row: 'W33',
    how: 'a reading mode is sent the whole page',
    whom: 'lapsed',
    fits: says('User-Agent', /Reader; Pocket/),
  },
]

export const identityBites: Bite[] = [
  ...exceptions.map(({ fits, ...rest }): Bite => ({
    ...rest,
    most: 120,
    leak: when(fits, wholePage),
  })),
  {
    row: 'W26',
    how: 'the newsroom is open from this machine',
    whom: 'anonymous',
    which: ({ path: one }) => one === '/newsroom/readers',
    finds: /answered 200/,
    leak: when(says('X-Forwarded-For', /127\.0\.0\.1/), () => ({ answer }) => ({
      ...answer,
      status: 200,
    })),
  },
  {
    row: 'W28',
    how: 'the end of a session’s token is not compared',
    whom: 'subscriber',
    leak: ({ article, subscriber }) => {
      const start = subscriber[1].slice(0, -1)
      return ({ asked, ask }) =>
        asked.path === article.path && askedHeader(asked, 'Cookie').startsWith(start)
          ? ask({ headers: [subscriber] })
          : null
    },
  },
  {
    row: 'W33',
    how: 'there is a version for phones',
    whom: 'anonymous',
    which: ({ path: one }) => one === `${path}/amp`,
    leak: when(({ path: one }) => one === `${path}/amp`, wholePage),
  },
  {
    row: 'W33',
    how: 'the page names a version for printers',
    whom: 'reader',
    most: 2,
    finds: /names a version/,
    leak: before('</head>', () => `<link rel="alternate" media="print" href="${path}/print"/>`),
  },
  {
    row: 'W48',
    how: 'what is kept of a page does not depend on the session',
    whom: 'subscriber',
    most: 6,
    leak: keptUnder(({ path: one }) => one),
  },
  {
    row: 'W48',
    how: 'what is kept depends on the encoding, and not on the session',
    whom: 'subscriber',
    most: 60,
    leak: when(
      (asked) => asked.path === path,
      keptUnder((asked) => askedHeader(asked, 'Accept-Encoding') || 'plain'),
    ),
  },
  {
    row: 'W48',
    how: 'a query says for which class the page is',
    whom: 'lapsed',
    most: 12,
    leak: when(({ path: one }) => one.includes('class=subscriber'), wholePage),
  },
  {
    row: 'W48',
    how: 'a name that was sent along stands in the page of whoever comes next',
    whom: 'anonymous',
    most: 30,
    finds: /names evil\.example/,
    leak: (known) => {
      let isPoisoned = false
      const poison = before('</head>', () => '<base href="https://evil.example/"/>')(known)
      return (passing) => {
        isPoisoned ||= says('X-Forwarded-Host', /evil/)(passing.asked)
        return isPoisoned ? poison(passing) : null
      }
    },
  },
]

/** Leaks for rows that compare, wait, go back or sign people in, for W23, W24, W29–W32, W37, W40, W41, W44, W45, W50, W51 and W54. */
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { endCallers } from '../support/callers.ts'
import { makeVictim } from '../support/victim.ts'
import { tryWaysBack } from './addresses.ts'
import { backAfterSignOut } from './back.ts'
import {
  before,
  type Bite,
  headed,
  instead,
  keptUnder,
  type Known,
  knownOf,
  type OwnBite,
  path,
  type Tools,
  tryBoth,
  tryLeaking,
  when,
  wholePage,
  withOneArticle,
} from './bite.ts'
import { closeAtOnce } from './closing.ts'
import { crawl } from './crawl.ts'
import { knockingAt } from './door.ts'
import { hiddenProbes, writeHidden } from './hidden.ts'
import { overManyConnections, overOneConnection } from './interleave.ts'
import { type Asked, askedHeader, withHeaders } from './leaky.ts'
import { scan } from './magic-link.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import type { Answer } from './request.ts'
import { placesOf } from './rows-comments.ts'
import { samePage } from './same-page.ts'
import { compareTimes, searchBelow, tellsApart } from './search.ts'
import { endedOnPurpose, notSessions } from './sessions.ts'
import { slowReaders } from './slow.ts'
import { alone } from './sql.ts'
import { staffViewers } from './staff.ts'
import { tryStaff } from './staff-tries.ts'
import { tighten } from './tighten.ts'
import { startReaders } from './under-load.ts'
import { strangerFirst } from './unlock.ts'

type Own = Pick<OwnBite, 'row' | 'how' | 'whom' | 'finds'> & {
  leak: Bite['leak']
  judge: (wall: Wall, tools: Tools) => Promise<Judgement[]>
}

/** Tried without the leak and with it. */
const both = ({ leak, judge, ...rest }: Own): OwnBite => ({
  ...rest,
  attempt: (tools) =>
    tryBoth(tools.site, leak, knownOf(tools.wall), () => judge(tools.wall, tools)),
})

/** Tried with the leak. */
const leaking = ({ leak, judge, ...rest }: Own): OwnBite => ({
  ...rest,
  attempt: (tools) => tryLeaking(tools, leak, () => judge(tools.wall, tools)),
})

const isWhole = (answer: Answer, { sentinel }: Known) => answer.body.includes(sentinel)

/** A page that was whole for this cookie once is whole for it for ever. */
const keptForTheCookie: Bite['leak'] = (known) => {
  const kept = new Map<string, Answer>()
  return ({ asked, answer }) => {
    const key = `${asked.path} ${askedHeader(asked, 'Cookie')}`
    if (isWhole(answer, known)) kept.set(key, answer)
    return kept.get(key) ?? null
  }
}

const underPath = keptUnder(({ path: one }) => one)
const turns = ({ viewers }: Wall) => [
  viewers.subscriber,
  viewers.anonymous,
  viewers.subscriber,
  viewers.anonymous,
]

const caches: OwnBite[] = [
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
    leak: when(({ path: one }) => one === '/articles/wall-moving', underPath),
    judge: (wall) => alone(() => tighten(wall, ['free', 'subscriber', 'withdrawn'])),
  }),
  leaking({
    row: 'W50',
    how: 'what was withdrawn is still there',
    whom: 'reader',
    finds: /answered 200/,
    leak: when(
      ({ path: one }) => one === '/articles/wall-moving',
      () => {
        let last: Answer | null = null
        return ({ answer }) => {
          if (answer.status === 200) last = answer
          return answer.status === 404 ? last : null
        }
      },
    ),
    judge: (wall) => alone(() => tighten(wall, ['subscriber', 'withdrawn'])),
  }),
]

const reading: OwnBite[] = [
  leaking({
    row: 'W19',
    how: 'a cut page says how long the rest is',
    whom: 'everybody who may not read it',
    finds: /depends on what stands below/,
    leak: when(
      ({ path: one }) => one === '/articles/wall-moving',
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

const people: OwnBite[] = [
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

/** Whether a search is for words that stand in the whole text of the first article. */
const isForGated = ({ article }: Known, { path: one }: Asked) => {
  if (!one.startsWith('/search?')) return false
  const asked = new URLSearchParams(one.split('?')[1]).get('q') ?? ''
  return article.below.texts.some((text) => text.includes(asked.replaceAll('"', '')))
}

/** A search that reads the whole text, and shows it like this. */
const searching =
  (leak: Bite['leak']): Bite['leak'] =>
  (known) => {
    const planted = leak(known)
    return (passing) => (isForGated(known, passing.asked) ? planted(passing) : null)
  }

const search: OwnBite[] = [
  ...[
    {
      how: 'a search finds an article by what is gated of it',
      finds: /another page than the answer to nonsense/,
      leak: before('</main>', () => `<a href="${path}">One article</a>`),
    },
    {
      how: 'a search shows where in an article the words stand',
      leak: before('</main>', ({ sentence }) => `<p>… ${sentence} …</p>`),
    },
    {
      how: 'a search that finds nothing has another status than one that may not show it',
      finds: /answered 403, and 200 to nonsense/,
      leak:
        (): ReturnType<Bite['leak']> =>
        ({ answer }) => ({ ...answer, status: 403 }),
    },
    {
      how: 'whoever searches often is sent away, and the row compares refusals',
      finds: /answered 429 to nonsense/,
      leak: when(
        ({ path: one }) => one.startsWith('/search?'),
        () =>
          ({ answer }) => ({ ...answer, status: 429 }),
      ),
      everything: true,
    },
    {
      how: 'a search says in a header how many it found',
      finds: /other headers than the answer to nonsense/,
      leak: headed(() => [['X-Total-Count', '1']]),
    },
  ].map(({ leak, everything = false, ...rest }) =>
    both({
      row: 'W37',
      whom: 'anonymous',
      ...rest,
      leak: everything ? leak : searching(leak),
      judge: (wall) => searchBelow(withOneArticle(wall), wall.viewers.anonymous),
    }),
  ),
  both({
    row: 'W37',
    how: 'a search takes longer when the whole text has the words',
    whom: 'anonymous',
    finds: /the times tell/,
    // As long again, and once more: however long that is on a busy machine.
    leak: searching(() => async ({ answer, ask }) => {
      await ask({})
      await ask({})
      return answer
    }),
    judge: async (wall) => {
      const { judged, compared } = await compareTimes(withOneArticle(wall))
      const complaints = tellsApart(compared) ? ['the times tell the two apart'] : []
      return [...judged, { bytes: 0, held: false, leaks: [], complaints, port: null }]
    },
  }),
]

const isHidden = ({ path: one }: Pick<Probe, 'path'>) => one.startsWith('/articles/wall-hidden-')

/** What W40 asks at these addresses, of articles that were written before. */
async function findAt(wall: Wall, at: (probe: Probe) => boolean, viewer = wall.viewers.anonymous) {
  const judged: Judgement[] = []
  for (const probe of hiddenProbes().filter(at)) judged.push(await knock(wall, viewer, probe))
  return judged
}

const hidden: OwnBite[] = [
  {
    row: 'W40',
    how: 'a draft is shown to whoever asks for a preview',
    whom: 'anonymous',
    attempt: async ({ wall, site }) => {
      await alone(() => writeHidden(wall.mark))
      const leak = when(
        ({ path: one }) => isHidden({ path: one }) && one.endsWith('?preview=1'),
        instead('text/html', () => `<p>Nobody has trimmed the wick ${wall.mark}draf</p>`),
      )
      return tryBoth(site, leak, knownOf(wall), () => findAt(wall, isHidden))
    },
  },
  both({
    row: 'W40',
    how: 'a list names what is dated ahead',
    whom: 'reader',
    finds: /names an article that is not public/,
    leak: when(
      ({ path: one }) => one === '/feed.xml',
      before('</channel>', () => '<link>/articles/wall-hidden-dated</link>'),
    ),
    judge: (wall) => findAt(wall, ({ path: one }) => one === '/feed.xml', wall.viewers.reader),
  }),
]

const list = '/topics/measurement'
const isPlanted = ({ path: one }: { path: string }) => one === '/planted'

/** What a crawl finds that begins at a list, and follows its pages and whatever they name under that name. */
async function crawlFrom(wall: Wall): Promise<Judgement[]> {
  const known = { kind: 'site', route: '/topics/[slug]' } as const
  const { judged } = await crawl(wall, wall.viewers.anonymous, {
    begin: [{ path: list, known }],
    follows: ({ pathname }) => [list, '/planted'].includes(pathname),
  })
  return judged
}

/** A list that leads to an address of which nobody knows, and this is there. */
const leadingTo =
  (there: Bite['leak']): Bite['leak'] =>
  (known) => {
    const link = before('</main>', () => '<a href="/planted">More</a>')(known)
    const planted = there(known)
    return (passing) => {
      if (isPlanted(passing.asked)) return planted(passing)
      return passing.asked.path === list ? link(passing) : null
    }
  }

const crawled: OwnBite[] = [
  both({
    row: 'W54',
    how: 'a list leads to an address of its own, where an article is whole',
    whom: 'anonymous',
    leak: leadingTo(instead('text/html', ({ html }) => html)),
    judge: crawlFrom,
  }),
  both({
    row: 'W54',
    how: 'a list leads to an address that nobody classified',
    whom: 'anonymous',
    finds: /planted/,
    leak: leadingTo(instead('text/html', () => '<p>Nothing of anybody’s</p>')),
    judge: crawlFrom,
  }),
]

const comments = `${path}/comments`

/** One of each kind of comment. */
const four = (one: () => string) => ({
  comment: one(),
  answer: one(),
  held: one(),
  removed: one(),
})

/** What W41 asks of the first article as somebody who may not read it, of comments that nobody has written. */
async function knockAtComments(wall: Wall, state: 'anonymous' | 'lapsed'): Promise<Judgement[]> {
  const { article } = knownOf(wall)
  const said = { article, ids: four(randomUUID), words: four(() => 'said') }
  const judged: Judgement[] = []
  for (const probe of placesOf(said, wall.viewers[state]))
    judged.push(await knock(wall, wall.viewers[state], probe))
  return judged
}

const underArticles: OwnBite[] = [
  both({
    row: 'W41',
    how: 'comments that quote an article are shown to whoever has their address',
    whom: 'anonymous',
    leak: when(
      ({ path: one }) => one === comments,
      instead('text/html', ({ sentence }) => `<blockquote>${sentence}</blockquote>`),
    ),
    judge: (wall) => knockAtComments(wall, 'anonymous'),
  }),
  both({
    row: 'W41',
    how: 'a comment that is not there is answered otherwise than one that is',
    whom: 'lapsed',
    finds: /answered 404 .*not the way to the article/,
    leak: when(
      ({ path: one }) => one.startsWith(`${comments}?thread=`),
      () =>
        ({ answer }) => ({ ...answer, status: 404 }),
    ),
    judge: (wall) => knockAtComments(wall, 'lapsed'),
  }),
  both({
    row: 'W41',
    how: 'a cut page says how many have commented on the rest',
    whom: 'anonymous',
    finds: /says something of comments/,
    leak: when(
      ({ path: one }) => one === path,
      before('</article>', () => `<a href="${comments}">3 comments</a>`),
    ),
    judge: (wall) => knockAtComments(wall, 'anonymous'),
  }),
]

const newsroom: OwnBite[] = [
  {
    row: 'W51',
    how: 'a page and an action of the newsroom ask for a session, and not whose it is',
    whom: 'a reader, and staff of another role',
    finds: /no staff: .*shows [\s\S]*writer: .*answered 200, not 403[\s\S]*changed something/,
    attempt: async (tools) => {
      const { wall, browser } = tools
      const [staff, victim] = await Promise.all([staffViewers(browser), makeVictim()])
      const admin = staff.find(({ role }) => role === 'admin')?.viewer.cookie
      if (!admin) throw new Error('Nobody is an admin.')
      const part = { pages: ['/newsroom/readers/[id]'], actions: ['giveReaderAccess'] }
      const asAdmin: Bite['leak'] =
        () =>
        async ({ asked, ask }) => {
          if (askedHeader(asked, 'Cookie') === '') return null
          const others = asked.headers.filter(([name]) => name.toLowerCase() !== 'cookie')
          return ask({ headers: [...others, ['Cookie', `${admin.name}=${admin.value}`]] })
        }
      const bitten = await tryLeaking(
        tools,
        when(({ path: one }) => one.startsWith('/newsroom/'), asAdmin),
        () => tryStaff(wall, staff, victim, part),
      )
      await endCallers()
      return bitten
    },
  },
]

export const ownBites: OwnBite[] = [
  ...reading,
  ...people,
  ...search,
  ...hidden,
  ...caches,
  ...crawled,
  ...underArticles,
  ...newsroom,
]

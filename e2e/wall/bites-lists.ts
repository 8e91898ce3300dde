/** Leaks of what names articles: those that are not public (W40), and those a crawl finds (W54). */
import { before, type Bite, instead, knownOf, type OwnBite, tryBoth, when } from './bite.ts'
import { crawl } from './crawl.ts'
import { hiddenProbes, writeHidden } from './hidden.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { both } from './own-bite.ts'
import { alone } from './sql.ts'

const isHidden = ({ path: one }: Pick<Probe, 'path'>) => one.startsWith('/articles/wall-hidden-')

/** What W40 asks at these addresses, of articles that were written before. */
async function findAt(wall: Wall, at: (probe: Probe) => boolean, viewer = wall.viewers.anonymous) {
  const judged: Judgement[] = []
  for (const probe of hiddenProbes().filter(at)) judged.push(await knock(wall, viewer, probe))
  return judged
}

export const hiddenBites: OwnBite[] = [
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
    isThorough: true,
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

export const crawlBites: OwnBite[] = [
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

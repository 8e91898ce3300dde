/** Leaks of a search, by what it shows and by how long it takes, for W37. */
import {
  before,
  type Bite,
  headed,
  type Known,
  type OwnBite,
  path,
  when,
  withOneArticle,
} from './bite.ts'
import type { Asked } from './leaky.ts'
import { both } from './own-bite.ts'
import { compareTimes, searchBelow, tellsApart } from './search.ts'

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

export const searchBites: OwnBite[] = [
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

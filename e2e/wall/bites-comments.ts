/** Leaks of comments, which quote what they stand under, for W41. */
import { randomUUID } from 'node:crypto'
import { before, instead, knownOf, type OwnBite, path, when } from './bite.ts'
import { type Judgement, knock, type Wall } from './matrix.ts'
import { both } from './own-bite.ts'
import { placesOf } from './rows-comments.ts'

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

export const commentBites: OwnBite[] = [
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

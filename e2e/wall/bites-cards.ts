/** Leaks of the pictures that stand for articles, for W56. */
import { instead, type OwnBite, rewritten, when } from './bite.ts'
import { pngWith } from './bites-outputs.ts'
import { leaking } from './own-bite.ts'
import { cardsOfArticles, cardsOfNobody } from './share-cards.ts'

const atCards = ({ path }: { path: string }) => /^\/cards\/[0-9a-f]{32}\.png$/.test(path)

export const cardBites: OwnBite[] = [
  leaking({
    row: 'W56',
    how: 'the picture of an article that is not public is there for whoever knows its address',
    whom: 'anonymous',
    finds: /answered 200/,
    leak: when(
      atCards,
      instead('image/png', () => pngWith('a card')),
    ),
    judge: async (wall) => cardsOfNobody(wall, [wall.viewers.anonymous]),
  }),
  leaking({
    row: 'W56',
    how: 'what is said of the picture of an article is what stands in its rest',
    whom: 'reader',
    leak: rewritten((text, { sentence }) =>
      text.replace(/(property="og:image:alt" content=")[^"]*/, `$1${sentence}`),
    ),
    judge: async (wall) => cardsOfArticles(wall, [wall.viewers.reader]),
  }),
  leaking({
    row: 'W56',
    how: 'the file of the picture has the article beside its pixels',
    whom: 'anonymous',
    leak: when(
      atCards,
      instead('image/png', ({ sentence }) => pngWith(sentence)),
    ),
    judge: async (wall) => cardsOfArticles(wall, [wall.viewers.anonymous]),
  }),
]

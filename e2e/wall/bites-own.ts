/** The leaks of every row that finds them in a way of its own. */
import type { OwnBite } from './bite.ts'
import { cacheBites } from './bites-caches.ts'
import { commentBites } from './bites-comments.ts'
import { cardBites } from './bites-cards.ts'
import { givenBites } from './bites-given.ts'
import { crawlBites, hiddenBites } from './bites-lists.ts'
import { newsroomBites } from './bites-newsroom.ts'
import { peopleBites } from './bites-people.ts'
import { readingBites } from './bites-reading.ts'
import { searchBites } from './bites-search.ts'

export const ownBites: OwnBite[] = [
  ...readingBites,
  ...peopleBites,
  ...searchBites,
  ...hiddenBites,
  ...cacheBites,
  ...crawlBites,
  ...commentBites,
  ...newsroomBites,
  ...cardBites,
  ...givenBites,
]

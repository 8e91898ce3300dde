/** Leaks of the pictures that the publication keeps, for W39. */
import { type Bite, headed, instead } from './bite.ts'
import type { Probe } from './matrix.ts'

const isKept = ({ path, method = 'GET' }: Probe) =>
  method === 'GET' && /^\/pictures\/[0-9a-f]{32}\/120\.webp$/.test(path)

export const keptPictureBites: Bite[] = [
  {
    row: 'W39',
    how: 'a picture that is kept is handed to whoever knows its address',
    whom: 'anonymous',
    which: isKept,
    most: 1,
    leak:
      ({ subscriber }) =>
      ({ ask, asked }) =>
        ask({ method: 'GET', path: asked.path, headers: [subscriber], body: Buffer.alloc(0) }),
  },
  {
    row: 'W39',
    how: 'a picture below a marker may be kept by every cache',
    whom: 'subscriber',
    which: isKept,
    most: 1,
    finds: /its Cache-Control is/,
    leak: headed(() => [['Cache-Control', 'public, max-age=31536000, immutable']]),
  },
  {
    row: 'W39',
    how: 'a picture that is kept back is refused where one that is none is not found',
    whom: 'lapsed',
    which: isKept,
    most: 1,
    finds: /answered 403/,
    leak: instead('text/html', () => 'Forbidden', 403),
  },
]

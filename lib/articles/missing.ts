import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { articlesNear, isWithdrawnArticle, type NearArticle } from '#db/queries/missing-articles.ts'

/** Longer addresses are compared by their beginning. */
const COMPARED = 60

/**
 * What an address at which nothing stands may have meant: its last part, spelled as addresses of articles are. Null
 * when too little is left to compare.
 */
export function meantBy(path: string): string | null {
  const last =
    path
      .split('?', 1)[0]
      ?.split('/')
      .findLast((part) => part !== '') ?? ''
  const plain = decoded(last)
    .toLowerCase()
    .replace(/\.(?:html?|php|aspx?)$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, COMPARED)
  return plain.length < 4 ? null : plain
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** How many such questions are answered in a second: whoever asks for what is not there costs no more than that. */
const EACH_SECOND = 10

/** Counts questions second by second; `mayAsk` says whether one more is answered. */
export function openSeldom(most: number): { mayAsk: (now: Date) => boolean } {
  let second = 0
  let asked = 0
  return {
    mayAsk: (now) => {
      const current = Math.floor(now.getTime() / 1000)
      if (current !== second) [second, asked] = [current, 0]
      return ++asked <= most
    },
  }
}

const seldom = openSeldom(EACH_SECOND)

/**
 * Published articles whose addresses are like what was meant, the nearest first. It looks through the public projection
 * alone, so that an address near a draft is answered like any other; and when many ask, the later ones get none.
 */
export async function readNear(
  db: PublicDatabase,
  meant: string,
  limit: number,
  now: Date,
): Promise<NearArticle[]> {
  return seldom.mayAsk(now) ? articlesNear(db, meant, limit) : []
}

/**
 * Whether an article was at this address and was withdrawn. Of an article that was never public the answer is no, as
 * it is of an address that was never one: whoever asks learns of nothing that was not told to everybody.
 */
export async function isWithdrawn(db: AppDatabase, slug: string, now: Date): Promise<boolean> {
  return isWithdrawnArticle(db, slug, now)
}

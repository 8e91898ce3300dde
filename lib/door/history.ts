import type { IncomingMessage } from 'node:http'
import type { Opening } from '#db/queries/reading-history.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { handOverOften } from './hand-over.ts'
import { isOpened } from './opened.ts'
import { OWN_STATE, type ReadingAddress, readingAddress } from './routes.ts'

/** So many openings wait at most to be handed over: beyond that they are lost, and memory is not. */
const MOST = 5000

/** Notes which articles are opened by those who asked for it, and of nobody else. */
export type History = {
  /** Looks at this request once it is answered, if it may open an article; `address` is what it asks for, if that is a page of reading. */
  note: (
    request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
    response: { statusCode: number; once: (event: 'finish', listener: () => void) => unknown },
    address: ReadingAddress | null,
  ) => void
  /** Hands over what was noted, and notes no more. */
  stop: () => Promise<void>
}

type Setting = {
  siteUrl: URL
  /** Who sends this Cookie header, if they want it noted; from what is known already, at once. */
  whoseOf: (cookieHeader: string, now: Date) => string | null
  keep: (openings: Opening[]) => Promise<void>
  every?: number
}

/**
 * Opens the noting. Nobody waits for it: who it was is looked up in memory after the answer has gone out, where it has just been
 * put to decide on that answer, and what was noted is handed to `keep` every two seconds, and again with the next when that fails.
 */
export function openHistory({ siteUrl, whoseOf, keep, every = 2 * SECOND }: Setting): History {
  let noted = new Map<string, Opening>()
  const add = (opening: Opening) => {
    const key = `${opening.readerId} ${opening.slug}`
    const before = noted.get(key)
    if (before ? before.at < opening.at : noted.size < MOST) noted.set(key, opening)
  }
  const handingOver = handOverOften(async () => {
    if (noted.size === 0) return
    const openings = [...noted.values()]
    noted = new Map()
    try {
      await keep(openings)
    } catch (error) {
      openings.forEach(add)
      log().warn({ err: error }, 'what readers opened is not noted yet')
    }
  }, every)
  return {
    note: (request, response, address) => {
      const { cookie } = request.headers
      const slug = cookie === undefined ? null : articleOf(request, address, siteUrl)
      if (cookie === undefined || slug === null) return
      const at = new Date()
      response.once('finish', () => {
        const readerId = response.statusCode === 200 ? whoseOf(cookie, at) : null
        if (readerId !== null) add({ readerId, slug, at })
      })
    },
    stop: handingOver.stop,
  }
}

/**
 * The article that a request opens, or null. That of which a page is fetched ahead is told by the page itself when somebody opens it: it
 * then asks for their state, and says which page it is.
 */
function articleOf(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  address: ReadingAddress | null,
  siteUrl: URL,
): string | null {
  if (!isOpened(request)) return null
  if (address !== null) return articleAt(address)
  const { referer = '' } = request.headers
  if (request.url !== OWN_STATE || !URL.canParse(referer)) return null
  const { origin, pathname } = new URL(referer)
  return origin === siteUrl.origin ? articleAt(readingAddress(pathname)) : null
}

/** Not its comments, which have addresses of their own. */
const articleAt = (address: ReadingAddress | null) =>
  address !== null && address.article !== null && address.url === `/articles/${address.article}`
    ? address.article
    : null

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReaderClass } from '#lib/access/level.ts'
import type { Turn } from '#lib/limits.ts'
import { log } from '#lib/log.ts'
import { withMissing } from '#lib/runtime.ts'
import { finish } from './finish.ts'
import type { Site } from './headers.ts'
import { sendKept } from './kept-page.ts'
import { type Lane, Overloaded } from './lane.ts'
import type { Answer, PageCache } from './page-cache.ts'
import { type Passing, sendPassing } from './passing.ts'
import { DatabaseOutage } from './reach.ts'
import { refuse, refuseMethod } from './refuse.ts'
import { type NextHandler, type Rendered, renderAddress } from './render.ts'
import { NOWHERE, type ReadingAddress } from './routes.ts'
import type { UsedStyles } from './used-styles.ts'

type Rendering = {
  next: NextHandler
  site: Site
  lane: Lane
  usedStyles: UsedStyles
  /** Whether the article at an address was withdrawn. */
  isWithdrawn: (slug: string) => Promise<boolean>
}

/** Renders what is asked for, in a lane: the pages of reading that are not kept, and those that are missing. */
export function openRenderer({ next, site, lane, usedStyles, isWithdrawn }: Rendering) {
  const render = async (
    { url, article }: ReadingAddress,
    readerClass: ReaderClass,
  ): Promise<Rendered> => {
    const rendered = await renderAddress(next, url, readerClass, site.siteUrl)
    if (rendered.status !== 404) return rendered
    // A route that finds nothing at its address is answered with an empty page for scripts to fill; that
    // no route matches, Next says as a whole page, which is told here what was asked for.
    const withdrawn = article !== null && (await isWithdrawn(article))
    const missing = await withMissing({ path: url, withdrawn }, async () =>
      renderAddress(next, NOWHERE, readerClass, site.siteUrl),
    )
    return withdrawn && missing.status === 404 ? { ...missing, status: 410 } : missing
  }
  return async (address: ReadingAddress, readerClass: ReaderClass): Promise<Answer<Passing>> =>
    finish(
      await lane.run(async () => render(address, readerClass)),
      address,
      readerClass,
      site,
      usedStyles,
    )
}

/** What answering a request for a page of reading needs. */
export type Reading = {
  classOf: (cookie: string | undefined, now: Date) => ReaderClass | Promise<ReaderClass>
  pages: PageCache<Passing>
  render: (address: ReadingAddress, readerClass: ReaderClass) => Promise<Answer<Passing>>
  /** Takes a turn for this request; null: it needs none. */
  turn: (request: IncomingMessage, readerClass: ReaderClass) => Promise<Turn> | null
  /** Whether the database is out of reach just now, or may be: then what failed was not our fault. */
  outage: () => boolean
}

/**
 * Answers a request for a page of reading: whose class is it, the page for that class, out. Nothing
 * waits when class and page are known, and the access decision is made for every request.
 */
export function answerReading(
  { classOf, pages, render, turn, outage }: Reading,
  request: IncomingMessage,
  response: ServerResponse,
  address: ReadingAddress,
): void | Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(request, response)
  const readerClass =
    address.route.kind === 'file' ? 'anonymous' : classOf(request.headers.cookie, new Date())
  if (typeof readerClass === 'string') return answerFor(readerClass)
  return readerClass.then(answerFor, (error: unknown) => {
    // That it is out of reach is logged once, and not for everybody who asks meanwhile.
    if (!(error instanceof DatabaseOutage))
      log().error({ err: error }, 'no reader class: the database does not answer')
    refuse(response, 503)
  })

  function answerFor(known: ReaderClass): void | Promise<void> {
    const taken = isCounted(address) ? turn(request, known) : null
    if (!taken) return answerWith(known)
    return taken.then(
      (one) =>
        one.kind === 'allowed' ? answerWith(known) : refuse(response, 429, one.retryAfterSeconds),
      (error: unknown) => refuseFailed(error, response, outage()),
    )
  }

  function answerWith(known: ReaderClass): void | Promise<void> {
    const found = address.route.keep ? pages.page(address, known) : render(address, known)
    if (!(found instanceof Promise)) return sendKept(found, request, response)
    return found.then(
      (answer) => send(answer, request, response, outage()),
      (error: unknown) => refuseFailed(error, response, outage()),
    )
  }
}

/** A search for nothing is a page that asks for words, and costs no query. */
const isCounted = ({ route, url }: ReadingAddress) =>
  route.counted && (new URLSearchParams(url.split('?', 2)[1]).get('q') ?? '').trim() !== ''

function send(
  answer: Answer<Passing>,
  request: IncomingMessage,
  response: ServerResponse,
  outage: boolean,
): void | Promise<void> {
  if (answer.kind === 'page') return sendKept(answer.page, request, response)
  // A page that failed is finished by the framework's runtime, which a document does without.
  if (answer.status >= 500) return refuse(response, outage ? 503 : 500)
  return sendPassing(answer.answer, request, response)
}

function refuseFailed(error: unknown, response: ServerResponse, outage: boolean): void {
  if (error instanceof Overloaded || error instanceof DatabaseOutage) return refuse(response, 503)
  log().error({ err: error }, 'page not rendered')
  refuse(response, outage ? 503 : 500)
}

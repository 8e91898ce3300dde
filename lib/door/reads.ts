import type { IncomingMessage } from 'node:http'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import type { ReadingAddress } from './routes.ts'

/** So many articles are counted at once: whoever asks for made-up addresses fills no memory. */
const MOST = 5000

/** What programs call themselves that say what they are; whoever says nothing is one as well. */
const program = /bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless|lighthouse/i

/** Counts how often articles are opened, without a word about by whom. */
export type Reads = {
  /** Counts this request if it opens an article. */
  note: (request: Pick<IncomingMessage, 'method' | 'headers'>, address: ReadingAddress) => void
  /** Hands over what was counted, and counts no more. */
  stop: () => Promise<void>
}

/**
 * Opens the counting. What was counted is handed to `keep` every ten seconds, and again with the next when that fails. An
 * article that does not exist is counted here, and `keep` knows none of its name.
 */
export function openReads(
  keep: (reads: ReadonlyMap<string, number>) => Promise<void>,
  every = 10 * SECOND,
): Reads {
  let counted = new Map<string, number>()
  const add = (slug: string, reads: number) => {
    if (counted.has(slug) || counted.size < MOST)
      counted.set(slug, (counted.get(slug) ?? 0) + reads)
  }
  const handOver = async () => {
    if (counted.size === 0) return
    const reads = counted
    counted = new Map()
    try {
      await keep(reads)
    } catch (error) {
      for (const [slug, some] of reads) add(slug, some)
      log().warn({ err: error }, 'reads are not kept yet')
    }
  }
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(handOver)
  }, every)
  timer.unref()
  return {
    note: (request, { article, url }) => {
      if (article !== null && url === `/articles/${article}` && isOpened(request)) add(article, 1)
    },
    stop: async () => {
      clearInterval(timer)
      await running
      await handOver()
    },
  }
}

/** Not what a browser fetches ahead or has kept already, nor what a program asks that says so. */
function isOpened({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  const agent = headers['user-agent']
  return (
    method === 'GET' &&
    headers['if-none-match'] === undefined &&
    headers['sec-purpose'] === undefined &&
    headers['purpose'] === undefined &&
    agent !== undefined &&
    !program.test(agent)
  )
}

import type { IncomingMessage } from 'node:http'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { handOverOften } from './hand-over.ts'
import { isOpened } from './opened.ts'
import type { ReadingAddress } from './routes.ts'

/** So many articles are counted at once: whoever asks for made-up addresses fills no memory. */
const MOST = 5000

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
  const { stop } = handOverOften(handOver, every)
  return {
    note: (request, { article, url }) => {
      if (article !== null && url === `/articles/${article}` && isOpened(request)) add(article, 1)
    },
    stop,
  }
}

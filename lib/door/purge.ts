import { log } from '#lib/log.ts'
import type { Change } from './change.ts'

/** So long changes are collected before the caches in front are told: one import is one word. */
const COLLECTED = 20
const PATIENCE = 3000

/**
 * Tells caches in front what to drop: a request `PURGE` with the tags in `Surrogate-Key`, as Varnish
 * and Fastly understand it. Every instance tells them: to be told twice harms nothing, and an
 * instance that was chosen to do it could be the one that just ended. What a cache does not hear, it
 * drops when its minute is over.
 */
export function purgeOnChange(
  onChange: (listener: (change: Change) => void) => () => void,
  urls: readonly URL[],
): void {
  if (urls.length === 0) return
  const tags = new Set<string>()
  const tell = () => {
    const key = [...tags].join(' ')
    tags.clear()
    for (const url of urls) void purge(url, key)
  }
  onChange((change) => {
    const tag = tagOf(change)
    if (tag === null) return
    if (tags.size === 0) setTimeout(tell, COLLECTED)
    tags.add(tag)
  })
}

/** The tag of `routes.ts` that a change concerns; readers and sessions are in no shared cache. */
function tagOf(change: Change): string | null {
  if (change.kind === 'article') return `article:${change.slug}`
  // Lists stand on every page: with them everything goes.
  return change.kind === 'lists' || change.kind === 'everything' ? 'lists' : null
}

async function purge(url: URL, key: string): Promise<void> {
  try {
    const answer = await fetch(url, {
      method: 'PURGE',
      headers: { 'Surrogate-Key': key },
      signal: AbortSignal.timeout(PATIENCE),
    })
    await answer.body?.cancel()
    if (!answer.ok) log().warn({ url: url.href, status: answer.status }, 'cache refused to drop')
  } catch (error) {
    log().warn({ url: url.href, err: error }, 'cache not reached; it keeps pages until they expire')
  }
}

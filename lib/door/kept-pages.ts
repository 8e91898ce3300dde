import { LRUCache } from 'lru-cache'
import { log } from '#lib/log.ts'
import type { KeptPage } from './kept-page.ts'

/**
 * A page in memory, when its render began, by a clock that never goes back, whether it was asked for since, and the
 * article whose own it is, if it is one's.
 */
export type Kept = {
  page: KeptPage
  renderedAt: number
  wanted: boolean
  article: string | null
}

/** How a page stands to what has changed since: of a moment ago, it may go out once more. */
export type Age = 'fresh' | 'of a moment ago' | 'old'

/** A page may show what time alone has changed (a date that was in the future) this late. */
const FRESH = 60_000
/** For so long a list that changed may still be shown as it was, while it is rendered anew. */
const MOMENT = 10_000

/** The pages in memory, by key. */
export type KeptPages = ReturnType<typeof openKeptPages>

/** Opens a memory for pages; the one that was not read for longest goes first. Of no bytes it keeps none. */
export function openKeptPages(maxBytes: number) {
  const ofArticles = openKeysByArticle()
  const pages = new LRUCache<string, Kept>({
    // To the library none would mean that there is no bound.
    maxSize: Math.max(maxBytes, 1),
    sizeCalculation: ({ page }) => page.bytes,
    dispose: ({ article }, key, reason) => {
      if (article !== null && reason !== 'set') ofArticles.forget(article, key)
    },
  })
  let listsChangedAt = -Infinity
  return {
    get: (key: string) => pages.get(key),
    /** Every page of an article: its own, of each class, and those of its comments. */
    dropArticle: (article: string) => {
      for (const key of ofArticles.keys(article)) pages.delete(key)
    },
    clear: () => pages.clear(),
    listsChanged: () => {
      listsChangedAt = performance.now()
    },
    keep: (key: string, page: KeptPage, about: Pick<Kept, 'renderedAt' | 'article'>) => {
      if (maxBytes === 0) return
      const before = pages.peek(key)
      // Nothing has changed: its smallest form is made already.
      if (before?.page.fingerprint === page.fingerprint) {
        before.renderedAt = about.renderedAt
        return
      }
      pages.set(key, { page, ...about, wanted: false })
      if (about.article !== null && pages.has(key)) ofArticles.note(about.article, key)
    },
    /** Somebody asks for it again: now its smallest form is worth the work of making it. */
    want: (kept: Kept) => {
      if (kept.wanted) return
      kept.wanted = true
      kept.page
        .compress()
        .catch((error: unknown) => log().error({ err: error }, 'page not compressed'))
    },
    ageOf: ({ renderedAt }: Kept): Age => {
      const now = performance.now()
      const changedAt = renderedAt <= listsChangedAt ? listsChangedAt : Infinity
      const staleSince = Math.min(renderedAt + FRESH, changedAt)
      if (now < staleSince) return 'fresh'
      return now <= staleSince + MOMENT ? 'of a moment ago' : 'old'
    },
    size: () => ({ pages: pages.size, bytes: pages.calculatedSize }),
  }
}

/** Under which keys pages of each article are kept. */
function openKeysByArticle() {
  const keys = new Map<string, Set<string>>()
  return {
    keys: (article: string) => [...(keys.get(article) ?? [])],
    note: (article: string, key: string) => {
      const known = keys.get(article)
      if (known) known.add(key)
      else keys.set(article, new Set([key]))
    },
    forget: (article: string, key: string) => {
      const known = keys.get(article)
      known?.delete(key)
      if (known?.size === 0) keys.delete(article)
    },
  }
}

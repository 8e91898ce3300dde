import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { articlesById } from '#db/queries/articles.ts'
import {
  clearHistory,
  countHistory,
  historyOf,
  keepsHistory,
  removeFromHistory,
} from '#db/queries/reading-history.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { type ArticleCard, toCard } from '#lib/articles/card.ts'

type Databases = { public: PublicDatabase; app: AppDatabase }

/** An article that somebody read: what everybody may see of it, when they read it last, and whether they may read it whole. */
export type HistoryLine = { card: ArticleCard; readAt: Date; locked: boolean }

/** What is noted of somebody's reading: nothing, or a page of it, the last read first. */
export type OwnHistory =
  | { kind: 'off' }
  | { kind: 'on'; lines: HistoryLine[]; page: number; pages: number; shown: number }

/** How many stand on a page. */
const PAGE = 50

/** A reader's own history. A page beyond the last is the last: removing one may leave none on a page. */
export async function readHistory(
  databases: Databases,
  { readerId, readerClass }: { readerId: string; readerClass: ReaderClass },
  asked: number,
): Promise<OwnHistory> {
  if (!(await keepsHistory(databases.app, readerId))) return { kind: 'off' }
  const shown = await countHistory(databases.app, readerId)
  const pages = Math.max(1, Math.ceil(shown / PAGE))
  const page = Math.min(asked, pages)
  const window = { limit: PAGE, offset: (page - 1) * PAGE }
  const read = await historyOf(databases.app, readerId, window)
  const last = new Map(read.map(({ articleId, readAt }) => [articleId, readAt]))
  const articles = await articlesById(databases.public, [...last.keys()])
  const lines = articles.flatMap((article): HistoryLine[] => {
    const readAt = last.get(article.id)
    const locked = !decideForClass(article.accessLevel, readerClass).granted
    return readAt ? [{ card: toCard(article), readAt, locked }] : []
  })
  return { kind: 'on', lines, page, pages, shown }
}

/** Whether it is noted what a reader reads. */
export async function isHistoryOn(db: AppDatabase, readerId: string): Promise<boolean> {
  return keepsHistory(db, readerId)
}

/** Forgets that a reader read one article. */
export async function forgetReading(
  db: AppDatabase,
  readerId: string,
  slug: string,
): Promise<void> {
  await removeFromHistory(db, readerId, slug)
}

/** Forgets all that a reader has read by `now`; what they read from then on is noted as before. */
export async function forgetAllReading(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => clearHistory(tx, readerId, now))
}

import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { articlesById } from '#db/queries/articles.ts'
import { countSaved, hasSaved, savedOf } from '#db/queries/saved-articles.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { type ArticleCard, toCard } from '#lib/articles/card.ts'
import { type ArticleHead, readArticleHead } from '#lib/articles/head.ts'

type Databases = { public: PublicDatabase; app: AppDatabase }

/** An article on somebody's list: what everybody may see of it, and whether they may read it whole. */
export type SavedLine = { card: ArticleCard; savedAt: Date; locked: boolean }

/** One page of a list, the newest first. */
export type SavedList = {
  lines: SavedLine[]
  page: number
  pages: number
  /** How many are on it, without those that are not there any more. */
  shown: number
  /** How many of those saved are not there for anybody now. Of them nothing else is told. */
  notThere: number
}

/** How many stand on a page of a list. */
const PAGE = 50

/** What a reader saved. A page beyond the last is the last: taking one off may leave none on a page. */
export async function readSaved(
  databases: Databases,
  { readerId, readerClass }: { readerId: string; readerClass: ReaderClass },
  asked: number,
): Promise<SavedList> {
  const { all, shown } = await countSaved(databases.app, readerId)
  const pages = Math.max(1, Math.ceil(shown / PAGE))
  const page = Math.min(asked, pages)
  const window = { limit: PAGE, offset: (page - 1) * PAGE }
  const saved = await savedOf(databases.app, readerId, window)
  const since = new Map(saved.map(({ articleId, savedAt }) => [articleId, savedAt]))
  const articles = await articlesById(databases.public, [...since.keys()])
  const lines = articles.flatMap((article): SavedLine[] => {
    const savedAt = since.get(article.id)
    const locked = !decideForClass(article.accessLevel, readerClass).granted
    return savedAt ? [{ card: toCard(article), savedAt, locked }] : []
  })
  return { lines, page, pages, shown, notThere: all - shown }
}

/** How many articles a reader finds on their list. */
export async function countOwnSaved(db: AppDatabase, readerId: string): Promise<number> {
  return (await countSaved(db, readerId)).shown
}

/** Which article somebody set out to save, and whether it is on their list already. */
export async function readWish(
  databases: Databases,
  readerId: string,
  slug: string,
): Promise<{ article: ArticleHead; saved: boolean } | null> {
  const article = await readArticleHead(databases.public, slug)
  return article && { article, saved: await hasSaved(databases.app, readerId, article.id) }
}

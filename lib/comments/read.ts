import type { AppDatabase, AppQueryable } from '#db/client.ts'
import {
  answersTo,
  atOneMoment,
  commentedArticle,
  picksOf,
  threadOf,
  type ThreadOrder,
  threadsOf,
} from '#db/queries/comments.ts'
import type { AccessLevel } from '#lib/access/level.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { comments as settings } from '#lib/publication.ts'
import { type CommentView, type Thread, toView } from './shown.ts'

/** Threads on one page, and how many answers of each stand there. */
export const THREADS_ON_PAGE = 20
const ANSWERS_ON_PAGE = 4

/** Threads below an article, and their answers. */
const THREADS_BELOW = 3
const ANSWERS_BELOW = 2

/** Answers to one comment at most: its page shows them all. */
export const MOST_ANSWERS = 200

/** What is asked for: a few below the article, or what has an address of its own. */
export type Asked = { kind: 'below' } | AskedPage

/** A page of all comments, of what staff picked, or one thread. */
export type AskedPage =
  | { kind: 'page'; order: Exclude<ThreadOrder, 'picks'>; page: number }
  | { kind: 'picks'; page: number }
  | { kind: 'thread'; id: string }

/** Comments on an article, as much as was asked for. */
export type Comments = {
  /** How many there are, answers among them, and how many of them staff picked. */
  count: number
  picks: number
  closed: boolean
  threads: Thread[]
  /** Whether there are more than these. */
  more: boolean
}

/** An article as it was when it was decided who may read it. */
type ArticleAsRead = { id: string; accessLevel: AccessLevel }

/**
 * The one door to what readers wrote under an article. It takes the decision that opens it, as the one to the
 * gated part does: a comment quotes what it is about. Null when the article has been made stricter or was
 * withdrawn since, or when there is no such page or thread, or no comments at all here. Throws when access is refused.
 */
export async function readComments(
  db: AppDatabase,
  article: ArticleAsRead,
  decision: AccessDecision,
  asked: Asked,
): Promise<Comments | null> {
  if (!decision.granted)
    throw new Error(`Comments were asked for although access is refused: ${decision.reason}.`)
  if (settings.writers === null) return null
  return atOneMoment(db, async (tx) => {
    const found = await commentedArticle(tx, article.id)
    if (found?.accessLevel !== article.accessLevel) return null
    const { comments: count, picks, closed } = found
    const read = await readThreads(tx, article.id, asked)
    return read && { count, picks, closed, ...read }
  })
}

type Read = Pick<Comments, 'threads' | 'more'>

async function readThreads(
  tx: AppQueryable,
  articleId: string,
  asked: Asked,
): Promise<Read | null> {
  switch (asked.kind) {
    case 'below': {
      const window = { order: 'picks' as const, limit: THREADS_BELOW + 1, offset: 0 }
      const rows = (await threadsOf(tx, articleId, window)).map(toView)
      return withAnswers(tx, rows, { threads: THREADS_BELOW, answers: ANSWERS_BELOW })
    }
    case 'page': {
      const window = { order: asked.order, ...windowOf(asked.page) }
      const rows = (await threadsOf(tx, articleId, window)).map(toView)
      if (rows.length === 0 && asked.page > 1) return null
      return withAnswers(tx, rows, { threads: THREADS_ON_PAGE, answers: ANSWERS_ON_PAGE })
    }
    case 'picks': {
      const rows = (await picksOf(tx, articleId, windowOf(asked.page))).map(toView)
      if (rows.length === 0) return null
      return withAnswers(tx, rows, { threads: THREADS_ON_PAGE, answers: 0 })
    }
    case 'thread': {
      const rows = (await threadOf(tx, articleId, asked.id)).map(toView)
      if (rows.length === 0) return null
      return withAnswers(tx, rows, { threads: 1, answers: MOST_ANSWERS })
    }
  }
}

const windowOf = (page: number) => ({
  limit: THREADS_ON_PAGE + 1,
  offset: (page - 1) * THREADS_ON_PAGE,
})

/** One row more than is shown was read, to know whether there are more. */
async function withAnswers(
  tx: AppQueryable,
  rows: CommentView[],
  most: { threads: number; answers: number },
): Promise<Read> {
  const shown = rows.slice(0, most.threads)
  const ids = shown.map(({ id }) => id)
  const answers = most.answers === 0 ? [] : await answersTo(tx, ids, most.answers)
  return {
    more: rows.length > most.threads,
    threads: shown.map((view) => {
      const own = answers.filter(({ parentId }) => parentId === view.id)
      return { ...view, answers: own.map(toView), more: (own[0]?.total ?? own.length) - own.length }
    }),
  }
}

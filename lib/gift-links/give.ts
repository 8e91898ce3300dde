import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { lockLivingReader } from '#db/queries/account.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { addGiftLink, newGiftLinkId, openGiftLinkTo } from '#db/queries/gift-links.ts'
import { decideGiving } from '#lib/access/decide-given.ts'
import { type ArticleHead, readArticleHead } from '#lib/articles/head.ts'
import { DAY, later } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { type Allowance, allowanceOf, DAYS_OPEN } from './allowance.ts'
import { tokenOf } from './token.ts'

type Databases = { public: PublicDatabase; app: AppDatabase }

/** Whether somebody may give an article away, and what is left to them this month. */
export type Giving =
  /** They have an open link to it already, which can be sent to as many as they like. */
  | { kind: 'given_before'; article: ArticleHead; linkId: string; allowance: Allowance }
  | { kind: 'may'; article: ArticleHead; allowance: Allowance }
  | { kind: 'used_up'; article: ArticleHead; allowance: Allowance }
  /** Everybody may read it: its address is all there is to give. */
  | { kind: 'free'; article: ArticleHead }
  /** Only what is bought can be given, not what was given or comes with a job. */
  | { kind: 'not_subscribed'; article: ArticleHead }
  | { kind: 'no_article' }

/** Says what giving this article away would come to, for a page that offers it. */
export async function readGiving(
  databases: Databases,
  giverId: string,
  slug: string,
  now: Date,
): Promise<Giving> {
  const article = await readArticleHead(databases.public, slug)
  if (!article) return { kind: 'no_article' }
  if (article.accessLevel === 'free') return { kind: 'free', article }
  return decideOn(databases.app, giverId, article, now)
}

async function decideOn(
  db: Parameters<typeof accessRowsOfReader>[0],
  giverId: string,
  article: ArticleHead,
  now: Date,
): Promise<Giving> {
  if (!decideGiving(await accessRowsOfReader(db, giverId), now).granted)
    return { kind: 'not_subscribed', article }
  const allowance = await allowanceOf(db, giverId, now)
  const before = await openGiftLinkTo(db, giverId, article.id, now)
  if (before) return { kind: 'given_before', article, linkId: before.id, allowance }
  return { kind: allowance.left === 0 ? 'used_up' : 'may', article, allowance }
}

/** What became of the wish to give an article away. */
export type Given =
  | { kind: 'given'; linkId: string }
  | { kind: 'limited'; retryAfterSeconds: number }
  | Exclude<Giving, { kind: 'may' | 'given_before' }>

/**
 * Gives an article away, or says which link there is already: a form that is sent twice gives once. Under the giver's lock, so that
 * ten stay ten whoever presses at the same moment.
 */
export async function giveArticle(
  databases: Databases,
  giverId: string,
  slug: string,
  now: Date,
): Promise<Given> {
  const article = await readArticleHead(databases.public, slug)
  if (!article) return { kind: 'no_article' }
  if (article.accessLevel === 'free') return { kind: 'free', article }
  const turn = await takeTurn(databases.app, limits.giftLinksMade, giverId)
  if (turn.kind === 'limited') return turn
  return databases.app.transaction(async (tx): Promise<Given> => {
    if (!(await lockLivingReader(tx, giverId))) return { kind: 'not_subscribed', article }
    const giving = await decideOn(tx, giverId, article, now)
    if (giving.kind === 'given_before') return { kind: 'given', linkId: giving.linkId }
    if (giving.kind !== 'may') return giving
    const id = await newGiftLinkId(tx)
    await addGiftLink(tx, {
      id,
      giverId,
      articleId: article.id,
      tokenHash: tokenOf(id).hash,
      madeAt: now,
      endsAt: later(now, DAYS_OPEN * DAY),
    })
    await addAuditEntry(tx, {
      actorId: giverId,
      actor: 'the reader',
      action: `Gave away ${slug}`,
      subjectId: giverId,
    })
    return { kind: 'given', linkId: id }
  })
}

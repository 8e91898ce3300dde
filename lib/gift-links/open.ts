import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { countOpening, giftLinkByToken, type GiftLinkRow } from '#db/queries/gift-links.ts'
import { decideGiven } from '#lib/access/decide-given.ts'
import { readArticleHead } from '#lib/articles/head.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { makePass, type Pass } from './pass.ts'
import { hashOfToken } from './token.ts'

type Databases = { public: PublicDatabase; app: AppDatabase }

/** What a link leads to. */
export type Opening =
  | { kind: 'open'; slug: string; pass: Pass }
  /** It ran out, was taken back, or whoever gave it does not subscribe any more: which of these, nobody but the giver is told. */
  | { kind: 'over' }
  /** The article is everybody's by now. */
  | { kind: 'free'; slug: string }
  /** The article is not there any more. */
  | { kind: 'withdrawn' }
  /** No link has this token. */
  | { kind: 'none' }
  | { kind: 'limited'; retryAfterSeconds: number }

/**
 * Exchanges the token of a gift link for a pass. `address` is where it is asked from (`addressKey`): of what is asked there and of what one link is asked
 * there is a limit. Nothing is counted: programs look at links before people do, and have no cookies.
 */
export async function openGiftLink(
  databases: Databases,
  token: string,
  origin: { address: string; siteUrl: URL },
  now: Date,
): Promise<Opening> {
  const hash = hashOfToken(token)
  if (hash === null) return { kind: 'none' }
  const looked = await takeTurn(databases.app, limits.giftLinkLooks, origin.address)
  if (looked.kind === 'limited') return looked
  const link = await giftLinkByToken(databases.app, hash)
  if (!link) return { kind: 'none' }
  const opened = await takeTurn(databases.app, limits.giftLinkOpenings, link.id)
  if (opened.kind === 'limited') return opened
  return leadOn(databases, link, origin.siteUrl, now)
}

async function leadOn(
  databases: Databases,
  link: GiftLinkRow,
  siteUrl: URL,
  now: Date,
): Promise<Opening> {
  const { slug } = link
  const article = await readArticleHead(databases.public, slug)
  if (article?.id !== link.articleId) return { kind: 'withdrawn' }
  if (article.accessLevel === 'free') return { kind: 'free', slug }
  const giver = await accessRowsOfReader(databases.app, link.giverId)
  return decideGiven(article.accessLevel, link, giver, now).granted
    ? { kind: 'open', slug, pass: makePass(link, siteUrl, now) }
    : { kind: 'over' }
}

/** Counts that somebody came by a link, whose browser has kept its pass. */
export async function countOpened(db: AppDatabase, linkId: string): Promise<void> {
  await countOpening(db, linkId)
}

import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { giftLinkById, type GiftLinkRow } from '#db/queries/gift-links.ts'
import { decideGiven } from '#lib/access/decide-given.ts'
import type { ReaderFacts } from '#lib/access/facts.ts'
import { type ArticlePage, readArticleAs } from '#lib/articles/read.ts'

type Databases = { public: PublicDatabase; app: AppDatabase }

/** What somebody with these passes may read of the article at an address. */
export type GivenReading =
  | { kind: 'given'; article: ArticlePage; linkId: string; until: Date }
  /** They had a link to it that is not open any more. */
  | { kind: 'over' }
  /** None of their passes is for this article. */
  | { kind: 'no_pass' }
  | { kind: 'no_article' }

type Link = { link: GiftLinkRow; giver: ReaderFacts | null }

/**
 * Reads an article for who was given it. The links of the passes are looked up and what their givers have is decided at each reading; a pass
 * opens the article of its link and no other, whatever the address says.
 */
export async function readGiven(
  databases: Databases,
  slug: string,
  linkIds: string[],
  now: Date,
): Promise<GivenReading> {
  const links = await linksTo(databases.app, slug, linkIds)
  const [first] = links
  if (!first) return { kind: 'no_pass' }
  for (const { link, giver } of links) {
    const article = await readArticleAs(databases, slug, (level) =>
      decideGiven(level, link, giver, now),
    )
    if (article?.id !== link.articleId) return { kind: 'no_article' }
    if (article.continuation.kind === 'whole')
      return { kind: 'given', article, linkId: link.id, until: link.endsAt }
  }
  return { kind: 'over' }
}

async function linksTo(db: AppDatabase, slug: string, linkIds: string[]): Promise<Link[]> {
  const found: Link[] = []
  for (const id of linkIds) {
    const link = await giftLinkById(db, id)
    if (link?.slug === slug) found.push({ link, giver: await accessRowsOfReader(db, link.giverId) })
  }
  return found
}

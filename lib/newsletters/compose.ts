import type { PublicDatabase } from '#db/client.ts'
import { articlesBetween } from '#db/queries/articles.ts'
import { DAY, later } from '#lib/clock.ts'
import type { IssueContent } from '#lib/mail/newsletter-messages.ts'
import type { Newsletter } from '#lib/newsletter-list.ts'

/** From when to when an issue tells. */
export type Span = { after: Date; until: Date }

/** How far back an issue goes at most: a letter that was not sent for months does not begin with all of them. */
const furthest = ({ rhythm }: Newsletter) => (rhythm.days.length > 1 ? 4 : 14) * DAY

/** What an issue that is due at `until` tells of: what was published since the one before was due. */
export function spanOf(newsletter: Newsletter, before: Date | null, until: Date): Span {
  const earliest = later(until, -furthest(newsletter))
  return { after: before !== null && before > earliest ? before : earliest, until }
}

/**
 * An issue made of what the public login sees: what stands below a marker, a draft and a withdrawn article cannot be in
 * it. Null when nothing was published: then there is no issue.
 */
export async function composeIssue(
  db: PublicDatabase,
  newsletter: Newsletter,
  { after, until }: Span,
): Promise<IssueContent | null> {
  const { slug, name, sections, most } = newsletter
  const lines = await articlesBetween(db, { after, until, sections, limit: most })
  const [first] = lines
  if (!first) return null
  return {
    newsletter: slug,
    name,
    subject: first.headline,
    dueAt: until.toISOString(),
    articles: lines.map((line) => ({
      slug: line.slug,
      headline: line.headline,
      standfirst: line.standfirst,
      section: line.sectionName,
      authors: line.authorNames,
      isForSubscribers: line.accessLevel === 'subscriber',
    })),
  }
}

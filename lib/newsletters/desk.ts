import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { countRecipients, lastIssueDueAt, newestIssues } from '#db/queries/newsletter-issues.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import type { IssueContent } from '#lib/mail/newsletter-messages.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { newsletters, type Newsletter } from '#lib/newsletter-list.ts'
import { publication } from '#lib/publication.ts'
import { composeIssue, spanOf } from './compose.ts'
import { nextSlot } from './slot.ts'

type Databases = { app: AppDatabase; public: PublicDatabase }

/** How many issues are shown. */
const SHOWN = 20

/** What staff see: each newsletter with how many receive it and when the next issue is due, and the newest issues. */
export async function newsletterDesk(db: AppDatabase, now: Date) {
  const [letters, issues] = await Promise.all([
    Promise.all(
      newsletters.map(async (one) => ({
        slug: one.slug,
        name: one.name,
        when: one.when,
        recipients: await countRecipients(db, one.slug),
        nextAt: nextSlot(one.rhythm, publication.timeZone, now),
      })),
    ),
    newestIssues(db, SHOWN),
  ])
  return { letters, issues }
}

/** The next issue as it would be if it were due now. Null: nothing was published since the last. */
export async function previewIssue(
  { app, public: open }: Databases,
  newsletter: Newsletter,
  now: Date,
): Promise<IssueContent | null> {
  const before = await lastIssueDueAt(app, newsletter.slug)
  return composeIssue(open, newsletter, spanOf(newsletter, before, now))
}

/** What became of a wish for a test. */
export type TestOutcome = 'sent' | 'nothing_published' | 'limited'

/**
 * Sends the next issue as it is now to one member of staff, and to nobody else; when it would say nothing, one of the
 * newest articles, to see what it looks like. Noted in the audit log.
 */
export async function sendTest(
  databases: Databases,
  actor: { id: string | null; label: string },
  { newsletter, to }: { newsletter: Newsletter; to: string },
  now: Date,
): Promise<TestOutcome> {
  const turn = await takeTurn(databases.app, limits.newsletterTests, actor.id ?? actor.label)
  if (turn.kind === 'limited') return 'limited'
  const content =
    (await previewIssue(databases, newsletter, now)) ??
    (await composeIssue(databases.public, newsletter, { after: new Date(0), until: now }))
  if (content === null) return 'nothing_published'
  await databases.app.transaction(async (tx) => {
    await queueMail(tx, {
      to,
      readerId: null,
      onceKey: `newsletter_test:${newsletter.slug}:${actor.id ?? 'operator'}:${now.getTime()}`,
      message: { kind: 'newsletter', addressId: null, ...content },
    })
    await addAuditEntry(tx, {
      actorId: actor.id,
      actor: actor.label,
      action: 'Sent themselves a test of a newsletter',
      detail: { newsletter: newsletter.slug },
    })
  })
  return 'sent'
}

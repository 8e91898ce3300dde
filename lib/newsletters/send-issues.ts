import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import {
  addIssue,
  countRecipients,
  lastIssueDueAt,
  openIssues,
  queueBatch,
  settleIssue,
} from '#db/queries/newsletter-issues.ts'
import { HOUR, later } from '#lib/clock.ts'
import { newsletters, type Newsletter } from '#lib/newsletter-list.ts'
import { publication } from '#lib/publication.ts'
import { composeIssue, spanOf } from './compose.ts'
import { lastSlot } from './slot.ts'

/** A letter that nobody sent in this time is left out: a morning's news is none at night. */
const LATEST = 6 * HOUR

/** So many mails are added at once. */
const BATCH = 500

type Databases = { app: AppDatabase; public: PublicDatabase }

/**
 * Begins the issues that are due, goes on with those that were begun, and closes those of which no mail waits. Killed
 * at any point, the next run goes on; of two that run at once, no address gets a mail twice. `signal` ends it between
 * two batches.
 */
export async function sendIssues(
  databases: Databases,
  now: Date,
  {
    signal,
    batch = BATCH,
    letters = newsletters,
  }: { signal?: AbortSignal; batch?: number; letters?: readonly Newsletter[] } = {},
): Promise<void> {
  for (const newsletter of letters) await beginIssue(databases, newsletter, now)
  for (const issue of await openIssues(databases.app)) {
    await queueMails(databases.app, issue.id, batch, signal)
    await databases.app.transaction((tx) => settleIssue(tx, issue.id, now))
  }
}

async function queueMails(
  db: AppDatabase,
  issueId: string,
  batch: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  do {
    if (signal?.aborted) return
  } while (await db.transaction((tx) => queueBatch(tx, issueId, batch)))
}

/** Nothing new, or nobody to tell: no issue. What is new then is told in the next one. */
async function beginIssue(
  { app, public: open }: Databases,
  newsletter: Newsletter,
  now: Date,
): Promise<void> {
  const dueAt = lastSlot(newsletter.rhythm, publication.timeZone, now)
  if (dueAt < later(now, -LATEST)) return
  const before = await lastIssueDueAt(app, newsletter.slug)
  if (before !== null && before >= dueAt) return
  if ((await countRecipients(app, newsletter.slug)) === 0) return
  const content = await composeIssue(open, newsletter, spanOf(newsletter, before, dueAt))
  if (content === null) return
  const { slug } = newsletter
  await addIssue(app, { newsletter: slug, dueAt, subject: content.subject, content })
}

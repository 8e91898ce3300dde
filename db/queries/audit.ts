import { and, desc, eq, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { auditEntry } from '../schema/people.ts'

/** Something staff, or the operator at the terminal, did or looked at. */
export type NewAuditEntry = {
  actorId: string | null
  actor: string
  action: string
  subjectId?: string
  detail?: Record<string, unknown>
}

/** Adds an entry to the audit log. Entries are never changed. */
export async function addAuditEntry(db: AppQueryable, entry: NewAuditEntry): Promise<void> {
  await db.insert(auditEntry).values(entry)
}

/** The newest entries about a reader. */
export async function auditOfSubject(db: AppQueryable, subjectId: string, limit: number) {
  return db
    .select({ at: auditEntry.at, actor: auditEntry.actor, action: auditEntry.action })
    .from(auditEntry)
    .where(eq(auditEntry.subjectId, subjectId))
    .orderBy(desc(auditEntry.at), desc(auditEntry.id))
    .limit(limit)
}

/** Whether an entry about a reader has this in its detail, under this name. */
export async function isAudited(
  db: AppQueryable,
  subjectId: string,
  [name, value]: [name: string, value: string],
): Promise<boolean> {
  const found = await db
    .select({ id: auditEntry.id })
    .from(auditEntry)
    .where(
      and(eq(auditEntry.subjectId, subjectId), sql`${auditEntry.detail} ->> ${name} = ${value}`),
    )
    .limit(1)
  return found.length > 0
}

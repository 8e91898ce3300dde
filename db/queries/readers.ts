import { desc, eq } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { accessGrant, reader, staffMember } from '../schema/people.ts'

const columns = {
  id: reader.id,
  email: reader.email,
  name: reader.name,
  createdAt: reader.createdAt,
  role: staffMember.role,
}

/** One reader, or null. */
export async function findReader(db: AppQueryable, id: string) {
  const [found] = await db
    .select(columns)
    .from(reader)
    .leftJoin(staffMember, eq(staffMember.readerId, reader.id))
    .where(eq(reader.id, id))
  return found ?? null
}

/** The reader with this address, made if there is none; says whether it was made. */
export async function ensureReader(
  db: AppQueryable,
  person: { email: string; name: string | null },
): Promise<{ id: string; made: boolean }> {
  const [made] = await db
    .insert(reader)
    .values({ ...person, emailVerified: null })
    .onConflictDoNothing({ target: reader.email })
    .returning({ id: reader.id })
  if (made) return { id: made.id, made: true }
  const [found] = await db
    .select({ id: reader.id })
    .from(reader)
    .where(eq(reader.email, person.email))
  if (!found) throw new Error('A reader vanished while it was looked up.')
  return { id: found.id, made: false }
}

/** Gives a reader a role, in place of the one they had. */
export async function setRole(
  db: AppQueryable,
  readerId: string,
  role: 'support' | 'writer' | 'editor' | 'admin',
): Promise<void> {
  await db
    .insert(staffMember)
    .values({ readerId, role })
    .onConflictDoUpdate({ target: staffMember.readerId, set: { role } })
}

/** What was given to a reader, newest first. */
export async function grantsOfReader(db: AppQueryable, readerId: string) {
  return db
    .select({
      id: accessGrant.id,
      kind: accessGrant.kind,
      giver: accessGrant.giver,
      why: accessGrant.why,
      startsAt: accessGrant.startsAt,
      endsAt: accessGrant.endsAt,
      revokedAt: accessGrant.revokedAt,
    })
    .from(accessGrant)
    .where(eq(accessGrant.readerId, readerId))
    .orderBy(desc(accessGrant.createdAt))
}

/** Everybody who works here, by role and address. */
export async function allStaff(db: AppQueryable) {
  return db
    .select({ id: reader.id, email: reader.email, name: reader.name, role: staffMember.role })
    .from(staffMember)
    .innerJoin(reader, eq(reader.id, staffMember.readerId))
    .orderBy(staffMember.role, reader.email)
}

import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { allStaff, ensureReader, setRole } from '#db/queries/readers.ts'
import type { StaffRole } from '#lib/access/level.ts'

/** Every role, the least first. */
export const staffRoles: StaffRole[] = ['support', 'writer', 'editor', 'admin']

/**
 * Gives somebody a role, and an account if they have none: they sign in with their address as
 * everybody does. An audit entry says who gave it.
 */
export async function addStaff(
  db: AppDatabase,
  actor: string,
  person: { email: string; name: string | null; role: StaffRole },
): Promise<{ readerId: string }> {
  const { email, name, role } = person
  return db.transaction(async (tx) => {
    const { id } = await ensureReader(tx, { email, name })
    await setRole(tx, id, role)
    await addAuditEntry(tx, {
      actorId: null,
      actor,
      action: `Made a member of staff: ${role}`,
      subjectId: id,
    })
    return { readerId: id }
  })
}

/** Everybody who works here. */
export async function listStaff(
  db: AppDatabase,
): Promise<{ email: string; name: string | null; role: StaffRole }[]> {
  return (await allStaff(db)).map(({ email, name, role }) => ({ email, name, role }))
}

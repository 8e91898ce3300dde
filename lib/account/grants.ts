import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { addGrantOnce, revokeGrant } from '#db/queries/grants.ts'
import { findReader } from '#db/queries/readers.ts'
import type { StaffRole } from '#lib/access/level.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { DAY, later } from '#lib/clock.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { publication } from '#lib/publication.ts'
import type { Actor } from '#lib/readers/staff-turn.ts'

/** The longest access, in days, that a role may give by itself; a role that is not here gives none. */
const longest: Partial<Record<StaffRole, number>> = { support: 30, admin: 3650 }

/** How many days at most somebody with this role may give; 0 for who may give none. */
export function longestGrant(role: StaffRole): number {
  return longest[role] ?? 0
}

/** What came of giving access. */
export type Giving =
  | { kind: 'given'; until: Date }
  /** More days than this role may give, or none. */
  | { kind: 'too_long'; most: number }
  | { kind: 'no_reader' }

/**
 * Gives a reader access to everything for some days from `now`, with a reason that the audit log
 * keeps. Every instance is told at commit. A form that is sent twice gives once.
 */
export async function giveAccess(
  db: AppDatabase,
  staff: { actor: Actor; role: StaffRole },
  gift: { readerId: string; days: number; why: string; form: string },
  now: Date,
): Promise<Giving> {
  const most = longestGrant(staff.role)
  if (!Number.isInteger(gift.days) || gift.days < 1 || gift.days > most)
    return { kind: 'too_long', most }
  const reader = await findReader(db, gift.readerId)
  if (!reader) return { kind: 'no_reader' }
  const until = later(now, gift.days * DAY)
  await db.transaction(async (tx) => {
    const grantId = await addGrantOnce(tx, {
      readerId: gift.readerId,
      kind: 'staff',
      // Readers are told the publication's name, and no name of who works for it.
      giver: publication.name,
      why: gift.why,
      startsAt: now,
      endsAt: until,
      onceKey: gift.form,
    })
    if (grantId === null) return
    await addAuditEntry(tx, {
      actorId: staff.actor.id,
      actor: staff.actor.label,
      action: `Gave access for ${gift.days} ${gift.days === 1 ? 'day' : 'days'}`,
      subjectId: gift.readerId,
      detail: { grant: grantId, until: until.toISOString(), why: gift.why },
    })
    await queueMail(tx, {
      to: reader.email,
      readerId: reader.id,
      onceKey: `access_given:${grantId}`,
      message: { kind: 'access_given', until: until.toISOString() },
    })
  })
  return { kind: 'given', until }
}

/**
 * Takes back access that was given, from `now` on. Says whether there was anything to take back: a
 * second click finds nothing, and so does a grant of another reader.
 */
export async function takeBackAccess(
  db: AppDatabase,
  actor: Actor,
  grant: { id: string; readerId: string },
  now: Date,
): Promise<boolean> {
  return withChangeAhead(db, `reader ${grant.readerId}`, () =>
    db.transaction(async (tx) => {
      const readerId = await revokeGrant(tx, grant, now)
      if (readerId === null) return false
      await addAuditEntry(tx, {
        actorId: actor.id,
        actor: actor.label,
        action: 'Took access back',
        subjectId: readerId,
        detail: { grant: grant.id },
      })
      return true
    }),
  )
}

import type { Adapter, AdapterUser } from '@auth/core/adapters'
import { DrizzleAdapter } from '@auth/drizzle-adapter'
import type { AppDatabase } from '#db/client.ts'
import { addSession, endSession, extendSession, findSession } from '#db/queries/sign-in.ts'
import { account, reader, session, verificationToken } from '#db/schema/people.ts'
import type { StaffRole } from '#lib/access/level.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { hashToken } from './hash.ts'

/** A reader as Auth.js passes them around, with their role if they work here. */
export type SessionUser = AdapterUser & { role: StaffRole | null }

/**
 * The Auth.js adapter over our tables, with its session part replaced: the database holds the hash
 * of a session token, never the token. Who reads the table, or a backup of it, cannot sign in with it.
 */
export function sessionAdapter(db: AppDatabase, device: string): Adapter {
  return {
    ...DrizzleAdapter(db, {
      usersTable: reader,
      accountsTable: account,
      sessionsTable: session,
      verificationTokensTable: verificationToken,
    }),
    createSession: async (made) => {
      await addSession(db, {
        tokenHash: hashToken(made.sessionToken),
        readerId: made.userId,
        expires: made.expires,
        device,
      })
      return made
    },
    getSessionAndUser: async (token) => {
      const found = await findSession(db, hashToken(token))
      if (!found) return null
      const { readerId: id, email, emailVerified, name, role, expires } = found
      const user: SessionUser = { id, email, emailVerified, name, role }
      return { session: { sessionToken: token, userId: id, expires }, user }
    },
    updateSession: async ({ sessionToken, expires }) => {
      if (expires) await extendSession(db, hashToken(sessionToken), expires)
      return null
    },
    deleteSession: (token) => endTokensSession(db, token),
  }
}

/** Ends the session with this token, if there is one. */
export async function endTokensSession(db: AppDatabase, token: string): Promise<void> {
  const hash = hashToken(token)
  await withChangeAhead(db, `session ${hash}`, () => endSession(db, hash))
}

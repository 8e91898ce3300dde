import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { readerByEmail } from '#db/queries/sign-in.ts'
import { issueChallenge } from './challenge.ts'

/**
 * A link that signs `email` in, once, within thirty minutes: for somebody whom mail does not reach.
 * Making it is an audit entry. `known` says whether there is an account yet; using the link makes one.
 */
export async function makeSignInLink(
  db: AppDatabase,
  actor: string,
  email: string,
  setting: { siteUrl: URL; secret: string; now: Date },
): Promise<{ link: string; known: boolean }> {
  const reader = await readerByEmail(db, email)
  const { token } = await issueChallenge(db, setting.secret, { email, returnTo: '/' }, setting.now)
  await addAuditEntry(db, {
    actorId: null,
    actor,
    action: 'Made a sign-in link',
    ...(reader ? { subjectId: reader.id } : { detail: { email } }),
  })
  return { link: signInLink(setting.siteUrl, token), known: reader !== null }
}

/** The address of the page on which a token is spent. */
export function signInLink(siteUrl: URL, token: string): string {
  const link = new URL('/sign-in/confirm', siteUrl)
  link.searchParams.set('token', token)
  return link.href
}

import type { AppDatabase } from '#db/client.ts'
import { endSubscriptions, lockNewsletterAddress } from '#db/queries/newsletters.ts'
import { readPass } from '#lib/newsletter-links.ts'

/** Which newsletter a link ends, and for whom, without doing it. Null: we did not make it. */
export function readLeaving(pass: string): { addressId: string; newsletter: string } | null {
  const subject = readPass('newsletter_leave', pass)
  const [addressId = '', newsletter = ''] = subject?.split('.') ?? []
  return newsletter === '' ? null : { addressId, newsletter }
}

/**
 * Ends one newsletter for the address of this link. The link is all it takes: mail programs post it for their users,
 * without a cookie. Doing it twice changes nothing; says whether the link is ours.
 */
export async function leaveNewsletter(db: AppDatabase, pass: string, now: Date): Promise<boolean> {
  const leaving = readLeaving(pass)
  if (!leaving) return false
  await db.transaction(async (tx) => {
    if (await lockNewsletterAddress(tx, leaving.addressId))
      await endSubscriptions(tx, leaving.addressId, [leaving.newsletter], now)
  })
  return true
}

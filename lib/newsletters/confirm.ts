import type { AppDatabase } from '#db/client.ts'
import {
  confirmPending,
  lockNewsletterAddress,
  newsletterStateOf,
} from '#db/queries/newsletters.ts'
import { DAY, later } from '#lib/clock.ts'
import { readPass } from '#lib/newsletter-links.ts'
import { newsletters } from '#lib/newsletter-list.ts'

/** How long a wish waits to be confirmed. */
export const PENDING_DAYS = 7

const since = (now: Date) => later(now, -PENDING_DAYS * DAY)
const offered = newsletters.map(({ slug }) => slug)

/** What a link would confirm, without doing it: mail scanners open every link they see. Null: we did not make it. */
export async function peekConfirmation(
  db: AppDatabase,
  pass: string,
  now: Date,
): Promise<{ email: string; asked: string[]; received: string[] } | null> {
  const addressId = readPass('newsletter_confirm', pass)
  const state = addressId === null ? null : await newsletterStateOf(db, addressId)
  if (!state) return null
  const of = (wanted: 'pending' | 'confirmed') =>
    state.subscriptions
      .filter((one) => one.state === wanted && offered.includes(one.newsletter))
      .filter((one) => wanted === 'confirmed' || one.askedAt >= since(now))
      .map((one) => one.newsletter)
  return { email: state.email, asked: of('pending'), received: of('confirmed') }
}

/** Confirms what the holder of this link asked for. Doing it twice changes nothing; says whether the link is ours. */
export async function confirmSignUp(db: AppDatabase, pass: string, now: Date): Promise<boolean> {
  const addressId = readPass('newsletter_confirm', pass)
  if (addressId === null) return false
  return db.transaction(async (tx) => {
    if (!(await lockNewsletterAddress(tx, addressId))) return false
    await confirmPending(tx, addressId, { of: offered, since: since(now), now })
    return true
  })
}

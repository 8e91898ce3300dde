import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  type AskedFrom,
  endSubscriptions,
  ensureNewsletterAddress,
  lockNewsletterAddress,
  newsletterAddressOf,
  newsletterStateOf,
  putConfirmed,
} from '#db/queries/newsletters.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { readPass } from '#lib/newsletter-links.ts'
import { newsletters } from '#lib/newsletter-list.ts'
import { readChoice, wishes } from './wish.ts'

/** What became of a choice. `unknown`: the link is not ours, or the address is forgotten. */
export type Chosen =
  | { kind: 'saved' }
  | { kind: 'unknown' }
  | { kind: 'limited'; retryAfterSeconds: number }

/** What the holder of a link receives. The address is not shown whole: mails are passed on, with their links. */
export async function choiceByLink(
  db: AppDatabase,
  pass: string,
): Promise<{ email: string; received: string[] } | null> {
  const addressId = readPass('newsletter_preferences', pass)
  return addressId === null ? null : read(db, addressId)
}

async function read(db: AppDatabase, addressId: string) {
  const state = await newsletterStateOf(db, addressId)
  if (!state) return null
  const received = state.subscriptions
    .filter((one) => one.state === 'confirmed')
    .map((one) => one.newsletter)
  return { email: hideEmail(state.email), received: readChoice(received) }
}

/** What a reader receives under the address of their account. */
export async function choiceOfReader(db: AppDatabase, email: string): Promise<string[]> {
  const addressId = await newsletterAddressOf(db, email)
  return addressId === null ? [] : ((await read(db, addressId))?.received ?? [])
}

/** Makes what an address receives what the holder of its link chose: it was shown before that its mail arrives. */
export async function chooseByLink(
  db: AppDatabase,
  pass: string,
  named: readonly string[],
  now: Date,
): Promise<Chosen> {
  const addressId = readPass('newsletter_preferences', pass)
  if (addressId === null) return { kind: 'unknown' }
  const turn = await takeTurn(db, limits.newsletterChanges, addressId)
  if (turn.kind === 'limited') return turn
  return db.transaction(async (tx) => {
    if (!(await lockNewsletterAddress(tx, addressId))) return { kind: 'unknown' }
    await choose(tx, addressId, named, 'preferences', now)
    return { kind: 'saved' }
  })
}

/** The same for a signed-in reader, whose address was shown to be theirs when they signed in. */
export async function chooseForReader(
  db: AppDatabase,
  reader: { id: string; email: string },
  named: readonly string[],
  now: Date,
): Promise<Chosen> {
  const turn = await takeTurn(db, limits.newsletterChanges, reader.id)
  if (turn.kind === 'limited') return turn
  await db.transaction(async (tx) => {
    const addressId = await ensureNewsletterAddress(tx, reader.email)
    await choose(tx, addressId, named, 'account', now)
  })
  return { kind: 'saved' }
}

async function choose(
  tx: AppTransaction,
  addressId: string,
  named: readonly string[],
  askedFrom: AskedFrom,
  now: Date,
): Promise<void> {
  const chosen = readChoice(named)
  for (const wish of wishes(addressId, chosen, { askedFrom, now })) await putConfirmed(tx, wish)
  const others = newsletters.map(({ slug }) => slug).filter((slug) => !chosen.includes(slug))
  await endSubscriptions(tx, addressId, others, now)
}

/** "a…@example.org": enough to know one's own address by. */
export function hideEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}…${email.slice(at)}`
}

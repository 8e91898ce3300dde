import type { AppDatabase } from '#db/client.ts'
import { holdAlone } from '#db/queries/billing.ts'
import { healthChecks, writeHealthChecks } from '#db/queries/health.ts'
import { addRefusedLink, oddSubscriptions, refusedLinks } from '#db/queries/oddities.ts'
import { allStaff } from '#db/queries/readers.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { queueMail } from '#lib/mail/queue.ts'
import type { LinkRefused } from './customer.ts'

/** What is not wrong by itself, and staff should look at all the same. */
type OddityKind = 'unknown_state' | 'older_version' | 'second_reader'

/** The kinds of oddities; a check of the health page goes by each of these names. */
export const oddityKinds: readonly OddityKind[] = [
  'unknown_state',
  'older_version',
  'second_reader',
]

/** One of them, as staff see it. */
export type Oddity = { kind: OddityKind; readerId: string; about: string; detail: string }

type Found = {
  kind: OddityKind
  all: Oddity[]
  /** In a sentence without a person what it is and what to do; null: there is none. */
  problem: string | null
}

/** Everything that is odd now, a kind after the other. */
export async function readOddities(db: AppDatabase): Promise<Oddity[]> {
  return (await findOddities(db)).flatMap(({ all }) => all)
}

/**
 * Keeps what is odd for the health page, and tells every admin by mail when a kind of it begins. What is
 * not so any more disappears. Returns how many mails were queued.
 */
export async function alertOddities(db: AppDatabase, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await holdAlone(tx, 'oddities', 5 * SECOND)
    const known = await healthChecks(tx)
    const found = await findOddities(tx)
    await writeHealthChecks(
      tx,
      found.map(({ kind, problem }) => ({ name: kind, problem })),
      now,
    )
    const admins = (await allStaff(tx)).filter(({ role }) => role === 'admin')
    let queued = 0
    for (const { kind, problem, all } of found) {
      const lasts = known.some((check) => check.name === kind && check.problem !== null)
      if (problem === null || (lasts && kind !== 'second_reader')) continue
      const message = { kind: 'staff_oddity' as const, oddity: kind, problem }
      const told = newsOf(kind, all, now).flatMap((what) =>
        admins.map(({ id, email }) => ({ to: email, readerId: id, onceKey: `${what}:${id}` })),
      )
      for (const one of told) if (await queueMail(tx, { ...one, message })) queued++
    }
    return queued
  })
}

/** The keys of what is told once each: that it began now, or each refused link. */
function newsOf(kind: OddityKind, all: Oddity[], now: Date): string[] {
  const key = `staff_oddity:${kind}`
  if (kind !== 'second_reader') return [`${key}:${now.toISOString()}`]
  return all.map(({ about, readerId }) => `${key}:${about}:${readerId}`)
}

/** Keeps that a link was refused, and tells at once. After the transaction that broke off with it. */
export async function noteRefusedLink(
  db: AppDatabase,
  refused: LinkRefused,
  now: Date,
): Promise<void> {
  const { customerId, readerId } = refused
  log().error({ customerId, readerId }, 'a second reader for one Stripe customer was refused')
  await addRefusedLink(db, { customerId, readerId }, now)
  await alertOddities(db, now)
}

async function findOddities(db: Parameters<typeof oddSubscriptions>[0]): Promise<Found[]> {
  const [subscriptions, links] = await Promise.all([oddSubscriptions(db), refusedLinks(db)])
  const odd = subscriptions.map(({ kind, readerId, subscriptionId, status, pause }): Oddity => ({
    kind: kind === 'unknown_state' ? kind : 'older_version',
    readerId,
    about: subscriptionId,
    detail: pause === null ? status : `${status}, paused by ${pause}`,
  }))
  const refused = links.map(({ readerId, customerId, holderId }): Oddity => ({
    kind: 'second_reader',
    readerId,
    about: customerId,
    detail: holderId,
  }))
  return oddityKinds.map((kind) => {
    const all = [...odd, ...refused].filter((one) => one.kind === kind)
    return {
      kind,
      all,
      problem: all.length === 0 ? null : sentence(kind, all),
    }
  })
}

function sentence(kind: OddityKind, all: Oddity[]): string {
  const one = all.length === 1
  switch (kind) {
    case 'unknown_state':
      return `Stripe reports a state we do not know, of ${one ? 'one subscription' : `${all.length} subscriptions`} (${[...new Set(all.map(({ detail }) => detail))].join('; ')}). Who could read still can, to the end that was known; nobody gets anything new by it. Newsroom, Billing names them. Look for a newer version of Foldline.`
    case 'older_version':
      return `Stripe describes ${one ? 'one subscription' : `${all.length} subscriptions`} as an older version of its API does. It is read all the same. This site asks for a fixed version, so something in between answers for Stripe: look at STRIPE_API_BASE and at proxies.`
    case 'second_reader':
      return `Stripe gave ${one ? 'a reader a customer that is' : `${all.length} readers a customer that is`} another reader’s here, and the link was refused: they cannot subscribe. Newsroom, Billing names them. Compare the customer’s address in the Dashboard with both, and write to the two.`
  }
}

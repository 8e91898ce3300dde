import type { AppTransaction } from '#db/client.ts'
import {
  type DisputeRow,
  disputesOfCustomer,
  invoicesOfCustomer,
  type SubscriptionRow,
  subscriptionsOfCustomer,
} from '#db/queries/billing.ts'
import { allStaff } from '#db/queries/readers.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { queueMails } from '#lib/mail/queue.ts'
import { planDisputeMails } from './dispute-mails.ts'
import { planMails } from './plan-mails.ts'

type News = {
  customerId: string
  reader: { readerId: string; email: string }
  decision: AccessDecision
  /** As they stood before the copy was written. */
  before: { subscriptions: SubscriptionRow[]; disputes: DisputeRow[] }
  now: Date
}

/** Queues what follows from the copy that was just written: for the reader, and for staff. */
export async function queueNews(tx: AppTransaction, news: News): Promise<void> {
  const { customerId, reader, decision, now } = news
  const [subscriptions, invoices, disputes] = await Promise.all([
    subscriptionsOfCustomer(tx, customerId),
    invoicesOfCustomer(tx, customerId, 24),
    disputesOfCustomer(tx, customerId),
  ])
  const ours = subscriptions.filter((row) => row.ours && row.vanishedAt === null)
  const before = news.before.subscriptions
  const messages = planMails({ reader, before, subscriptions: ours, invoices, decision, now })
  if (disputes.length > 0) messages.push(...(await disputeMails(tx, disputes, news)))
  await queueMails(tx, messages)
}

async function disputeMails(
  tx: AppTransaction,
  disputes: DisputeRow[],
  { reader, before, now }: News,
) {
  const staff = (await allStaff(tx))
    .filter(({ role }) => role === 'support' || role === 'admin')
    .map(({ id, email }) => ({ readerId: id, email }))
  const knownBefore = new Map(before.disputes.map(({ id, status }) => [id, status]))
  return planDisputeMails(disputes, reader, staff, { knownBefore, now })
}

/** Compares what the product holds and did with what the oracles say. A mismatch is a sentence. */
import { SECOND } from '#lib/clock.ts'
import { idIn } from '../../../../local/stripe/testing/start.ts'
import { readerStanding } from '#lib/readers/status.ts'
import type { Courier } from './courier.ts'
import type { Drive } from './drive.ts'
import type { Month, Person } from './month.ts'
import { askWhatWasBought, type Bought, mayRead } from './oracle-access.ts'

/** Readers whose access, by our copy, is not what Stripe's objects say it is. */
export async function verifyAccess(
  month: Month,
  { courier }: Drive,
  people: readonly Person[],
): Promise<string[]> {
  const { database, given, shop } = month
  const wrong: string[] = []
  for (const person of people) {
    const now = month.now()
    const theirs = given.filter(({ readerId }) => readerId === person.id)
    const bought = await askWhatWasBought(month, person.email)
    const should = mayRead(bought, theirs, shop.product, now)
    const { decision } = await readerStanding(database.app, person.id, now)
    month.tally.count('access compared')
    if (should) month.tally.count('access compared: may read')
    if (decision.granted !== should)
      wrong.push(
        `${now.toISOString()} reader ${person.number} (${person.email}) ${should ? 'should read' : 'should not read'}, and we say ${decision.reason}. ${storyOf(courier, bought)}`,
      )
  }
  return wrong
}

/** The newest events about what somebody bought, with what became of each: where to begin to look. */
function storyOf({ history, fateOf }: Courier, { subscriptions }: Bought): string {
  const customers = new Set(subscriptions.map(({ customer }) => customer))
  return history
    .filter(({ data }) => customers.has(String(data.object.customer)))
    .slice(-12)
    .map(
      ({ id, type, created }) =>
        `\n  ${new Date(created * SECOND).toISOString()} ${type}: ${fateOf(id)}`,
    )
    .join('')
}

/** By currency, in minor units. */
type Money = Map<string, number>

/** What was captured, less what was given back and what banks took back: by charge and dispute at Stripe. */
async function earnedAtStripe({ stripe }: Month): Promise<Money> {
  const money: Money = new Map()
  const add = (currency: string, amount: number) =>
    money.set(currency, (money.get(currency) ?? 0) + amount)
  for await (const charge of stripe.charges.list({ limit: 100 }))
    if (charge.paid) add(charge.currency, charge.amount_captured - charge.amount_refunded)
  for await (const dispute of stripe.disputes.list({ limit: 100 }))
    if (dispute.status === 'lost') add(dispute.currency, -dispute.amount)
  return money
}

/** Two ways in which our rows say the same: by charge, and by invoice. */
const sums = {
  charges: `select currency, sum(amount)::int as amount from (
      select currency, amount_captured - amount_refunded as amount from charge where status = 'succeeded'
      union all select currency, -amount from dispute where status = 'lost') as money
    group by currency`,
  invoices: `select currency, sum(amount)::int as amount from (
      select currency, amount_paid as amount from invoice
      union all select currency, -amount_refunded from charge
      union all select currency, -amount from dispute where status = 'lost') as money
    group by currency`,
}

/** Whether every cent that Stripe says was earned is in our rows, and no other. */
export async function verifyRevenue(month: Month): Promise<string[]> {
  const atStripe = await earnedAtStripe(month)
  for (const [currency, amount] of atStripe)
    month.tally.count(`revenue in ${currency}, minor units`, amount)
  const wrong: string[] = []
  for (const [by, query] of Object.entries(sums)) {
    const rows = await month.database.owner.unsafe(query)
    const held: Money = new Map(rows.map((row) => [String(row.currency), Number(row.amount)]))
    for (const currency of new Set([...atStripe.keys(), ...held.keys()])) {
      const [theirs, own] = [atStripe.get(currency) ?? 0, held.get(currency) ?? 0]
      if (theirs !== own)
        wrong.push(`Stripe says ${theirs} ${currency} were earned, and our ${by} say ${own}.`)
    }
  }
  return wrong
}

/** Rows of our copy that differ from Stripe's objects. */
export async function verifyCopy(month: Month): Promise<string[]> {
  const { stripe, database } = month
  const wrong: string[] = []
  const rows = await database.owner`
    select s.id, s.status, s.period_end from subscription s join stripe_customer using (customer_id)
     where unlinked_at is null and vanished_at is null`
  const ours = new Map(rows.map((row) => [String(row.id), row]))
  for await (const one of stripe.subscriptions.list({ status: 'all', limit: 100 })) {
    const customer = await stripe.customers.retrieve(idIn(one.customer))
    // What a deleted customer had is history here, and nobody's any more.
    if (customer.deleted) continue
    const row = ours.get(one.id)
    const end = Math.max(...one.items.data.map((item) => item.current_period_end)) * SECOND
    if (row?.status !== one.status || new Date(String(row.period_end)).getTime() !== end)
      wrong.push(`Subscription ${one.id} is ${one.status}, and we hold ${String(row?.status)}.`)
  }
  month.tally.count('subscriptions compared', ours.size)
  return wrong
}

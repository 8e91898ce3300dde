/** Who asks in a benchmark: rows as the product writes them, and the cookie of a session. */
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { addCustomers, signIn } from './people.ts'
import { PRICE } from './stand-in.ts'

/** The three classes of reader. */
export const classes = ['anonymous', 'registered', 'subscriber'] as const

/** A class of reader. */
export type ViewerClass = (typeof classes)[number]

/** Somebody who asks: of which class, and with which Cookie header. */
export type Viewer = { is: ViewerClass; cookie: string | null }

/** The name of the session cookie of a site on http. */
export const cookieName = (site: string) => `foldline-${new URL(site).port}`

/** One viewer of each class. */
export async function makeViewers(sql: Sql, site: string): Promise<Viewer[]> {
  const [reader = '', payer = ''] = await addCustomers(sql, 2)
  await addSubscription(sql, payer)
  const cookie = async (customer: string) => `${cookieName(site)}=${await signIn(sql, customer)}`
  return [
    { is: 'anonymous', cookie: null },
    { is: 'registered', cookie: await cookie(reader) },
    { is: 'subscriber', cookie: await cookie(payer) },
  ]
}

/** Gives a customer a subscription to our price, paid for a month. */
export async function addSubscription(sql: Sql, customer: string): Promise<void> {
  await sql`
    insert into subscription (id, customer_id, status, ours, price_id, unit_amount, currency, "interval",
                              quantity, period_start, period_end, cancel_at_period_end, created_at, synced_at)
    values (${`sub_${randomUUID()}`}, ${customer}, 'active', true, ${PRICE}, 500, 'usd', 'month',
            1, now() - interval '10 days', now() + interval '20 days', false, now(), now())`
}

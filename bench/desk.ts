/** The reader desk among a million readers: who is found while somebody types, and the page of one reader. */
import { grow } from './grow.ts'
import { growHistory } from './grow-history.ts'
import { percentile, shoot } from './load.ts'
import { addCustomers, signIn } from './people.ts'
import type { Stack } from './stack.ts'
import type { Measurement } from './table.ts'
import { cookieName } from './viewers.ts'

const READERS = 1_000_000
/** How often each is asked for. */
const EACH = 60
/** What the plan asks of a search, in milliseconds at p95. */
const AIM = 50

/** A search is for the n-th of these readers, every one another. */
const reader = (n: number) => 2 * (1 + ((n * 7919) % (READERS / 2 - 1)))

const searches: Record<string, (n: number) => string> = {
  'a whole address': (n) => `grown-${reader(n)}@example.org`,
  'the beginning of an address': (n) => `grown-${reader(n)}`.slice(0, -1),
  'a beginning that all share': () => 'grown',
  'the middle of an address': (n) => `-${reader(n)}@ex`,
  'a part that all share': () => 'example',
  'a first name': (n) => ['Dagny', 'Halvard', 'Odile', 'Tjark'][n % 4] ?? '',
  'both names': (n) => ['dagny holmgarth', 'Strandvik Fenna', 'Niamh Eskdale'][n % 3] ?? '',
  'a name of nobody': (n) => ['Winterbourne', 'Zacharias', 'Ulrike Q'][n % 3] ?? '',
  'a customer of Stripe’s': (n) => `cus_grown_${reader(n)}`,
  'a payment of Stripe’s': (n) => `pi_cus_grown_${reader(n)}`,
  'an invoice': (n) => `GROWN${String(reader(n)).padStart(7, '0')}-0001`,
  'four digits of a card': (n) => String(reader(n) % 10_000).padStart(4, '0'),
}

/** Measures at the size the plan names. */
export async function measureDesk({ sql, site }: Stack): Promise<Measurement[]> {
  await grow(sql, { articles: 100, readers: READERS })
  await growHistory(sql)
  const results: Measurement[] = []
  const all: number[] = []
  for (const [what, query] of Object.entries(searches)) {
    const staff = await newStaff(sql, site)
    const times = await timed(
      (n) => `${site}/newsroom/readers/found?${new URLSearchParams({ q: query(n) })}`,
      staff,
    )
    all.push(...times)
    results.push(...percentilesOf(what, times, AIM))
  }
  results.push(...percentilesOf('all searches', all, AIM))
  const ids = await sql`
    select id from reader where email ~ '^grown-' order by md5(email) limit ${EACH}`
  const staff = await newStaff(sql, site)
  const pages = await timed((n) => `${site}/newsroom/readers/${String(ids[n]?.id)}`, staff)
  return [...results, ...percentilesOf('the page of a reader', pages, null)]
}

/** The times that many requests take one after the other, in milliseconds; the first ones warm up and are left out. */
async function timed(url: (n: number) => string, cookie: string): Promise<number[]> {
  const times = []
  for (let n = 0; n < EACH; n++) {
    const { status, milliseconds } = await shoot({ url: url(n), headers: { cookie } })
    if (status !== 200) throw new Error(`${url(n)} answered ${status}`)
    if (n >= EACH / 6) times.push(milliseconds)
  }
  return times
}

function percentilesOf(of: string, times: number[], aim: number | null): Measurement[] {
  const one = (percent: number): Measurement => ({
    of,
    what: `p${percent}`,
    value: percentile(times, percent),
    unit: 'ms',
    ...(aim !== null && percent === 95 ? { target: { most: aim } } : {}),
  })
  return [one(50), one(95), one(99)]
}

/** The cookie of somebody who has just begun to work at the desk: nobody may ask as often as this. */
async function newStaff(sql: Stack['sql'], site: string): Promise<string> {
  const [customer = ''] = await addCustomers(sql, 1)
  await sql`
    insert into staff_member (reader_id, role)
    select reader_id, 'support' from stripe_customer where customer_id = ${customer}`
  return `${cookieName(site)}=${await signIn(sql, customer)}`
}

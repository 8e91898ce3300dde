/**
 * The world of a simulation: a local Stripe, a database, readers, and one clock by which both Stripe
 * and the product live. Only the driver moves the clock, so nothing happens by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Stripe } from 'stripe'
import { vi } from 'vitest'
import type { TestDatabase } from '#db/testing/database.ts'
import { mainPlan, type Plan, plans } from '#lib/plans.ts'
import { closeDatabases } from '#lib/runtime.ts'
import { testEnvironment, useTestEnvironment } from '#lib/testing/environment.ts'
import { clientOf, idIn, SECRET_KEY, sim } from '../../../../local/stripe/testing/start.ts'
import { openGateway, type StripeGateway } from '../../gateway.ts'
import { makeCoupons } from './coupons.ts'
import { startFarStripe } from './far-stripe.ts'
import type { Random } from './random.ts'
import { createTally, type Tally } from './tally.ts'

/** How large a simulation is, and which. */
export type MonthPlan = { readers: number; days: number; seed: number }

declare module 'vitest' {
  // vitest reads what is provided from this interface, so it cannot be a type.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  export interface ProvidedContext {
    month: MonthPlan
  }
}

/** A reader as the simulation knows them; what they bought, Stripe knows. */
export type Person = {
  number: number
  id: string
  email: string
  name: null
  random: Random
  /** When they do something next, in milliseconds. */
  nextAt: number
  /** Whether a customer of theirs was deleted at Stripe. */
  wasDeleted: boolean
}

/** What staff gave somebody, as they remember it. */
export type Given = { id: string; readerId: string; email: string; startsAt: Date; endsAt: Date }

/** Somebody who works for the publication. */
export type Member = { id: string; email: string; role: 'admin' | 'support' | 'writer' }

/** What is sold, and what else the account sells. */
export type Shop = {
  monthly: string
  euro: string
  product: string
  foreign: string
}

export type Month = {
  plan: MonthPlan
  database: TestDatabase
  url: string
  /** Staff, banks and the oracle talk to Stripe through it; the product has gateways of its own. */
  stripe: Stripe
  interactive: StripeGateway
  background: StripeGateway
  shop: Shop
  people: Person[]
  given: Given[]
  staff: Member[]
  /** What was found wrong on the way. */
  wrong: string[]
  tally: Tally
  now: () => Date
  moveTo: (moment: Date) => void
  close: () => Promise<void>
}

/**
 * Later than any real moment: PostgreSQL stamps rows by its own clock, and retries must be due in ours.
 * In February, so that whoever comes early renews within thirty days.
 */
export const START = new Date('2035-02-01T07:00:00Z')
export const SECRET = 'whsec_of_a_simulated_month'
export const SITE = new URL('https://news.example')

/** Opens a world at `START` with nobody in it yet. */
export async function openMonth(database: TestDatabase, plan: MonthPlan): Promise<Month> {
  // The clock alone: waiting for an answer goes on by real time.
  vi.useFakeTimers({ toFake: ['Date'], now: START })
  const folder = mkdtempSync(path.join(tmpdir(), 'foldline-month-'))
  const server = await startFarStripe({ folder, secretKey: SECRET_KEY }, START)
  const stripe = clientOf(server.url)
  const shop = await openShop(stripe)
  await makeCoupons(stripe)
  const account = { secretKey: SECRET_KEY, livemode: false, apiBase: new URL(server.url) }
  useTestEnvironment({
    databaseUrl: database.url,
    siteUrl: SITE,
    stripe: {
      ...testEnvironment().stripe,
      ...account,
      webhookSecrets: [SECRET],
      monthlyPrice: shop.monthly,
    },
  })
  return {
    plan,
    database,
    url: server.url,
    stripe,
    interactive: openGateway({ ...account, patience: 'interactive' }),
    background: openGateway({ ...account, patience: 'background' }),
    shop,
    people: [],
    given: [],
    staff: [],
    wrong: [],
    tally: createTally(),
    now: () => new Date(),
    moveTo: (moment) => {
      vi.setSystemTime(moment)
      server.moveTo(moment)
    },
    close: async () => {
      await closeDatabases()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
      vi.useRealTimers()
    },
  }
}

/** Our plans, our product by the week in euros, and something else on the same account. */
async function openShop(stripe: Stripe): Promise<Shop> {
  const sell = (
    { amount, currency, interval, lookupKey }: Omit<Plan, 'id' | 'name' | 'label'>,
    of: Pick<Stripe.PriceCreateParams, 'product' | 'product_data'>,
  ) =>
    stripe.prices.create({
      unit_amount: amount,
      currency,
      recurring: { interval },
      lookup_key: lookupKey,
      ...of,
    })
  const monthly = await sell(mainPlan, { product_data: { name: 'The Leadline' } })
  const product = idIn(monthly.product)
  for (const plan of plans) if (plan !== mainPlan) await sell(plan, { product })
  const euro = await stripe.prices.create({
    unit_amount: 119,
    currency: 'eur',
    recurring: { interval: 'week' },
    product,
  })
  const foreign = await stripe.prices.create({
    unit_amount: 799,
    currency: 'usd',
    recurring: { interval: 'month' },
    product_data: { name: 'A cooking course' },
  })
  return { monthly: monthly.id, euro: euro.id, product, foreign: foreign.id }
}

/** The customer a reader is now, or null. */
export async function customerOf({ database }: Month, person: Person): Promise<string | null> {
  const [row] = await database.owner`
    select customer_id from stripe_customer where reader_id = ${person.id} and unlinked_at is null`
  return row ? String(row.customer_id) : null
}

/** Lets Stripe's API fail in a way while `work` is done, and in no other way afterwards. */
export async function whileApi<T>(
  { url }: Month,
  fault: object | null,
  work: () => Promise<T>,
): Promise<T> {
  if (fault === null) return work()
  await sim(url, '/api', fault)
  try {
    return await work()
  } finally {
    await sim(url, '/reset')
  }
}

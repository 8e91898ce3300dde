/** A reader's life with a subscription, on the local Stripe and its test clocks. */
import { expect } from 'vitest'
import type { TestDatabase } from '#db/testing/database.ts'
import { SECOND } from '#lib/clock.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { goodCard, post, SECRET_KEY, startShop } from '../../../local/stripe/testing/start.ts'
import { startCheckout } from '../checkout.ts'
import { openGateway } from '../gateway.ts'
import { openPortal, syncReader } from '../reader.ts'
import { addReader } from './billing.ts'

const siteUrl = new URL('https://news.example')
const sale = { trialDays: null, introductoryCoupon: null, automaticTax: false }
const monthly = { plan: 'monthly', returnTo: '/' }

/** A reader who is a customer of a local Stripe, and what our functions need to serve them. */
async function open(database: TestDatabase, frozen: string) {
  const shop = await startShop({ frozen })
  const { stripe, customer, price, clock } = shop
  const reader = await addReader(database.owner)
  await database.owner`insert into stripe_customer (customer_id, reader_id, livemode)
                       values (${customer.id}, ${reader.id}, false)`
  const gateway = openGateway({
    secretKey: SECRET_KEY,
    livemode: false,
    apiBase: new URL(shop.url),
    patience: 'background',
  })
  const now = async () => {
    const { frozen_time } = await stripe.testHelpers.testClocks.retrieve(clock?.id ?? '')
    return new Date(frozen_time * SECOND)
  }
  /** What our functions take, at this moment. */
  const setting = async () => ({
    stripe: gateway,
    priceId: price.id,
    sale,
    siteUrl,
    now: await now(),
  })
  return { shop, reader, now, setting }
}

/** The life of a reader who is a customer of a local Stripe, at a moment of their own. */
export async function beginLifeOn(database: TestDatabase, frozen: string) {
  const { shop, reader, now, setting } = await open(database, frozen)
  const checkOut = async () => startCheckout(database.app, reader, monthly, await setting())
  const read = async () => {
    const sync = await syncReader(database.app, reader.id, await setting())
    if (sync.kind !== 'synced') throw new Error(`Reading said ${sync.kind}.`)
    return sync.decision
  }
  const subscription = async () => {
    const { data } = await shop.stripe.subscriptions.list({
      customer: shop.customer.id,
      status: 'all',
    })
    const [newest] = data
    if (!newest) throw new Error('Nothing was bought.')
    return newest
  }
  return {
    ...shop,
    reader,
    setting,
    checkOut,
    subscription,
    /** Moves time, and does not look. */
    advanceTo: (moment: Date) => shop.advance(moment.toISOString()),
    /** Through our checkout, Stripe's page and our return page, as a person buys. */
    buy: async (card = goodCard) => {
      const outcome = await checkOut()
      if (outcome.kind !== 'pay') throw new Error(`Checkout said ${outcome.kind}.`)
      expect(await post(outcome.url, card)).toMatchObject({ status: 303 })
      expect(await read()).toMatchObject({ granted: true, reason: 'active' })
    },
    /** Our portal link, as a person opens it. */
    portal: async () => {
      const outcome = await openPortal(database.app, reader.id, await setting())
      if (outcome.kind !== 'open') throw new Error(`The portal said ${outcome.kind}.`)
      return outcome.url
    },
    /** What we decide after Stripe was read, as after a webhook. */
    read,
    /** What we decide at a moment from what we hold, as at every page view. */
    heldAt: async (moment: Date) => {
      const { decision } = await readerStanding(database.app, reader.id, moment)
      return decision
    },
    sentence: async () => {
      const { sentence } = await readerStanding(database.app, reader.id, await now())
      return sentence
    },
    mails: async () => {
      const rows = await database.owner`
        select kind from mail where reader_id = ${reader.id} order by once_key`
      return rows.map((row) => String(row.kind))
    },
  }
}

/** Such a life. */
export type Life = Awaited<ReturnType<typeof beginLifeOn>>

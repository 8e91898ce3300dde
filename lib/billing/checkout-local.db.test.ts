/** Offers on the local Stripe: what we send is taken there, and what is bought is what was agreed to. */
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { Sale } from '#lib/env.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, post } from '../../local/stripe/testing/start.ts'
import { startCheckout } from './checkout.ts'
import { plansOnOffer } from './plans-on-offer.ts'
import { beginLifeOn } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()

async function beginLife(offer: Partial<Sale>) {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  const setting = async () => {
    const standard = await life.setting()
    return { ...standard, sale: { ...standard.sale, ...offer } }
  }
  const buy = async (fields: Record<string, string> = {}) => {
    const [monthly] = await plansOnOffer(database.app, life.reader.id, await setting())
    const terms = monthly?.terms.fingerprint ?? ''
    const wish = { plan: 'monthly', returnTo: '/', terms }
    const outcome = await startCheckout(database.app, life.reader, wish, await setting())
    if (outcome.kind !== 'pay') throw new Error(`Checkout said ${outcome.kind}.`)
    expect(await post(outcome.url, { ...goodCard, ...fields })).toMatchObject({ status: 303 })
    return monthly?.terms.text
  }
  return { ...life, buy }
}
type Life = Awaited<ReturnType<typeof beginLife>>

const paid = async ({ stripe, customer }: Life) => {
  const { data } = await stripe.invoices.list({ customer: customer.id })
  return data.map(({ amount_paid: amount }) => amount)
}

test('the introductory coupon is taken off as many payments as was agreed', async () => {
  const life = await beginLife({ introductoryCoupon: 'HELLO' })
  await life.stripe.coupons.create({
    id: 'HELLO',
    percent_off: 20,
    duration: 'repeating',
    duration_in_months: 2,
  })
  expect(await life.buy()).toContain('20% off the first 2 payments')
  await life.advanceTo(new Date('2027-03-10T13:00:00Z'))
  expect(await paid(life)).toEqual([500, 400, 400])
})

test('58: the trial ends when was agreed, and is given once', async () => {
  const life = await beginLife({ trialDays: 14 })
  expect(await life.buy()).toContain('The first 14 days are free')
  expect(await life.read()).toMatchObject({ granted: true, reason: 'trialing' })
  await life.advanceTo(new Date('2027-01-24T13:00:00Z'))
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  expect(await paid(life)).toEqual([500, 0])
  await life.stripe.subscriptions.cancel((await life.subscription()).id)
  await life.read()
  expect(await life.buy()).not.toContain('free')
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
})

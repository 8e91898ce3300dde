import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { mainPlan } from '#lib/plans.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { announcePriceChange, applyPriceChanges } from './price-change.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const actor = { id: null, label: 'terminal' }

/** Somebody who subscribed before the price rose to $6. */
async function subscribedBefore() {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  await life.buy()
  const { product } = life.price
  const dearer = await life.stripe.prices.create({
    product: typeof product === 'string' ? product : product.id,
    currency: 'usd',
    unit_amount: 600,
    recurring: { interval: 'month' },
    lookup_key: mainPlan.lookupKey,
    transfer_lookup_key: true,
  })
  return { life, dearer: dearer.id }
}
async function announce(life: Life, day: string) {
  const effectiveAt = new Date(`${day}T00:00:00Z`)
  return announcePriceChange(
    database.app,
    { plan: mainPlan, effectiveAt, actor },
    await life.setting(),
  )
}
async function apply(life: Life) {
  const setting = await life.setting()
  return applyPriceChanges(database.app, { ...setting, now: () => setting.now })
}
const paid = async (life: Life) => {
  const { data } = await life.stripe.invoices.list({ customer: life.customer.id })
  return data.map(({ amount_paid }) => amount_paid)
}

test('who subscribes is told once, pays the old price until then, and the new one from the renewal after it', async () => {
  const { life, dearer } = await subscribedBefore()
  expect(await announce(life, '2027-03-01')).toEqual({ kind: 'announced', prices: 1, told: 1 })
  expect(await announce(life, '2027-03-01')).toEqual({ kind: 'nothing_to_change' })
  expect(await life.mails()).toEqual(['price_change', 'receipt', 'welcome'])
  // The renewal of 10 February comes before the day, so the old price is not touched until then.
  expect(await apply(life)).toBe(0)
  await life.advance('2027-02-10T12:00:00Z')
  await life.read()
  expect(await apply(life)).toBe(1)
  expect((await life.subscription()).items.data[0]?.price.id).toBe(dearer)
  expect(await paid(life)).toEqual([500, 500])
  await life.advance('2027-03-10T12:00:00Z')
  await life.read()
  expect(await paid(life)).toEqual([600, 500, 500])
  expect(await apply(life)).toBe(0)
})

test('a price for every third month is not replaced by one for every month', async () => {
  const { life } = await subscribedBefore()
  const { product } = life.price
  const quarterly = await life.stripe.prices.create({
    product: typeof product === 'string' ? product : product.id,
    currency: 'usd',
    unit_amount: 1300,
    recurring: { interval: 'month', interval_count: 3 },
  })
  const { id, items } = await life.subscription()
  await life.stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? '', price: quarterly.id }],
    proration_behavior: 'none',
  })
  await life.read()
  expect(await announce(life, '2027-03-01')).toEqual({ kind: 'nothing_to_change' })
})

test('less than thirty days is no notice', async () => {
  const { life } = await subscribedBefore()
  const { now } = await life.setting()
  expect(await announce(life, '2027-02-08')).toEqual({
    kind: 'too_soon',
    earliest: later(now, 30 * DAY),
  })
  expect(await life.mails()).toEqual(['receipt', 'welcome'])
})

test('who has canceled is told nothing new and charged nothing', async () => {
  const { life } = await subscribedBefore()
  await life.stripe.subscriptions.update((await life.subscription()).id, {
    cancel_at_period_end: true,
  })
  await life.read()
  await announce(life, '2027-02-10')
  expect(await apply(life)).toBe(0)
  expect(await life.mails()).not.toContain('price_change')
})

test('one that Stripe does not have does not keep the new price from the others', async () => {
  const { life, dearer } = await subscribedBefore()
  await database.owner`
    insert into subscription (id, customer_id, status, ours, price_id, unit_amount, currency, interval,
                              period_end, cancel_at_period_end, created_at, synced_at)
    select 'sub_', customer_id, status, ours, price_id, unit_amount, currency, interval, period_end,
           cancel_at_period_end, created_at, synced_at
      from subscription where customer_id = ${life.customer.id}`
  await announce(life, '2027-02-10')
  expect(await apply(life)).toBe(1)
  expect((await life.subscription()).items.data[0]?.price.id).toBe(dearer)
})

test('who was told late pays the old price once more: thirty days are between the word and the new price', async () => {
  const { life } = await subscribedBefore()
  await announce(life, '2027-02-10')
  await database.owner`
    update mail set created_at = '2027-01-20T10:00:00Z'
     where reader_id = ${life.reader.id} and kind = 'price_change'`
  expect(await apply(life)).toBe(0)
  await life.advance('2027-02-10T12:00:00Z')
  await life.read()
  expect(await apply(life)).toBe(1)
  expect(await paid(life)).toEqual([500, 500])
})

import { expect, test } from 'vitest'
import { mainPlan, plans } from '#lib/plans.ts'
import { type Catalogue, ensurePrices } from './setup-prices.ts'
import { startLocalAccount } from './testing/local-account.ts'

/** An account of the local Stripe, and a way to set it up that tells what was changed. */
async function account() {
  const { stripe, gateway } = await startLocalAccount()
  const ensure = async (catalogue: Partial<Catalogue> = {}, dryRun = false) => {
    const changes: string[] = []
    const made = await ensurePrices(
      { stripe: gateway, dryRun, changes },
      { name: 'The Leadline', plans, mainPrice: null, ...catalogue },
    )
    return { ...made, changes }
  }
  const holderOf = async (key: string) => {
    const [price] = (await stripe.prices.list({ lookup_keys: [key] })).data
    return price
  }
  return { stripe, ensure, holderOf }
}
const dearer = plans.map((plan) => (plan === mainPlan ? { ...plan, amount: 600 } : plan))

test('one product is made with a price for each plan, and a second run changes nothing', async () => {
  const { ensure, holderOf } = await account()
  const first = await ensure()
  expect(first.changes).toHaveLength(3)
  const monthly = await holderOf('foldline_monthly')
  const annual = await holderOf('foldline_annual')
  expect(monthly).toMatchObject({
    id: first.prices.get('foldline_monthly'),
    unit_amount: 500,
    recurring: { interval: 'month', interval_count: 1 },
  })
  expect(annual).toMatchObject({ unit_amount: 5000, recurring: { interval: 'year' } })
  expect([monthly?.product, annual?.product]).toEqual([first.product, first.product])
  expect(await ensure()).toEqual({ ...first, changes: [] })
})

test('a dry run says the same and makes nothing', async () => {
  const { stripe, ensure } = await account()
  const dry = await ensure({}, true)
  expect((await stripe.products.list()).data).toEqual([])
  expect((await ensure()).changes).toEqual(dry.changes)
})

test('another amount is another price, which takes the key over; the old one stays active', async () => {
  const { stripe, ensure, holderOf } = await account()
  const before = (await ensure()).prices.get('foldline_monthly') ?? ''
  const { changes } = await ensure({ plans: dearer })
  expect(changes).toEqual([expect.stringContaining(`in place of ${before}`)])
  expect(await holderOf('foldline_monthly')).toMatchObject({ unit_amount: 600 })
  expect(await stripe.prices.retrieve(before)).toMatchObject({ active: true, lookup_key: null })
})

test('the amount can go back, and forth again', async () => {
  const { ensure, holderOf } = await account()
  for (const offer of [plans, dearer, plans, dearer]) {
    await ensure({ plans: offer })
    expect(await holderOf('foldline_monthly')).toMatchObject({ unit_amount: offer[0]?.amount })
  }
})

test('a price made by hand, which STRIPE_PRICE_MONTHLY names, gets the key; the annual one joins its product', async () => {
  const { stripe, ensure, holderOf } = await account()
  const byHand = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 500,
    recurring: { interval: 'month' },
    product_data: { name: 'The Leadline' },
  })
  const { product, prices } = await ensure({ mainPrice: byHand.id })
  expect(prices.get('foldline_monthly')).toBe(byHand.id)
  expect(product).toBe(byHand.product)
  expect(await holderOf('foldline_annual')).toMatchObject({ product })
})

test('what was archived is sold again, and the product gets its name back', async () => {
  const { stripe, ensure, holderOf } = await account()
  const { product, prices } = await ensure()
  await stripe.prices.update(prices.get('foldline_annual') ?? '', { active: false })
  await stripe.products.update(product, { name: 'Old name', active: false })
  expect((await ensure()).changes).toHaveLength(2)
  expect(await holderOf('foldline_annual')).toMatchObject({ active: true })
  expect(await stripe.products.retrieve(product)).toMatchObject({
    name: 'The Leadline',
    active: true,
  })
})

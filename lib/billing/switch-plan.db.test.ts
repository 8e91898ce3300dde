/** Changing the plan, on the local Stripe over HTTP with a real database and a test clock. */
import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later, MINUTE, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, idIn, sim } from '../../local/stripe/testing/start.ts'
import { previewSwitch, switchPlan } from './switch-plan.ts'
import { priceTag, type SwitchPreview } from './switch-preview.ts'
import { sayPreview } from './switch-words.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const start = '2027-01-10T10:00:00Z'

/** A life in which there is an annual price beside the monthly one. */
async function beginLife() {
  const life = await beginLifeOn(database, start)
  const annual = await life.stripe.prices.create({
    product: idIn(life.price.product),
    lookup_key: 'foldline_annual',
    currency: 'usd',
    unit_amount: 5000,
    recurring: { interval: 'year' },
  })
  return { ...life, annual }
}

const preview = async (life: Life, plan: string | null = null) =>
  previewSwitch(database.app, life.reader.id, plan, await life.setting())
/** What is shown of changing to a plan, which there must be. */
async function shown(life: Life, plan: string): Promise<SwitchPreview> {
  const offer = await preview(life, plan)
  if (offer.kind !== 'ready' || !offer.preview) throw new Error(`The preview said ${offer.kind}.`)
  return offer.preview
}
const confirm = async (life: Life, of: SwitchPreview, changes: Record<string, unknown> = {}) =>
  switchPlan(
    database.app,
    life.reader.id,
    { plan: of.plan.id, at: of.at, shown: priceTag(of), ...changes },
    await life.setting(),
  )
const newestInvoice = async (life: Life) => {
  const { data } = await life.stripe.invoices.list({ customer: life.customer.id, limit: 1 })
  return data[0]
}
const countInvoices = async (life: Life) =>
  (await life.stripe.invoices.list({ customer: life.customer.id })).data.length
const held = async (life: Life) => [
  ...(await database.owner`
    select price_id, interval, status from subscription where customer_id = ${life.customer.id}`),
]

test('month to year: what is shown is what is charged, and our copy says so at once', async () => {
  const life = await beginLife()
  await life.buy()
  await life.advanceTo(new Date('2027-01-11T10:00:00Z'))
  const offer = await preview(life)
  expect(offer).toMatchObject({
    kind: 'ready',
    current: { plan: { id: 'monthly' }, amount: 500, trialing: false },
    options: [{ plan: { id: 'annual' } }],
  })
  const before = await shown(life, 'annual')
  expect(sayPreview(before, 'month')).toEqual([
    'You pay $45.16 now: $50.00 for the year from today, less $4.84 for the days of this month you have paid for.',
    'The next payment is on 11 January 2028 at 10:00 GMT: $50.00, and so every year until you cancel.',
  ])
  // Some minutes of reading, and the amount is still the one that was shown.
  await life.advanceTo(later(before.at, 8 * MINUTE))
  expect(await confirm(life, before)).toEqual({ kind: 'switched' })
  expect(await newestInvoice(life)).toMatchObject({
    status: 'paid',
    amount_paid: before.due,
    billing_reason: 'subscription_update',
  })
  expect(await held(life)).toEqual([
    { price_id: life.annual.id, interval: 'year', status: 'active' },
  ])
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
})

test('year to month: nothing is paid, and the credit pays for the next months', async () => {
  const life = await beginLife()
  await life.buy()
  await confirm(life, await shown(life, 'annual'))
  await life.advanceTo(new Date('2027-01-20T10:00:00Z'))
  const before = await shown(life, 'monthly')
  expect(before).toMatchObject({ due: 0, charge: 500, renewsFor: 500 })
  expect(before.creditLeft).toBe(before.credit - 500)
  expect(sayPreview(before, 'year')[1]).toMatch(
    /^\$4\d\.\d\d is left of what you have paid\. It stays on your account as credit/,
  )
  expect(await confirm(life, before)).toEqual({ kind: 'switched' })
  const customer = await life.stripe.customers.retrieve(life.customer.id)
  expect(customer).toMatchObject({ balance: -before.creditLeft })
  await life.advanceTo(later(before.renewsAt, DAY))
  expect(await newestInvoice(life)).toMatchObject({ total: 500, amount_due: 0, status: 'paid' })
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  // Back to the year, the credit comes off what is to be paid.
  const back = await shown(life, 'annual')
  expect(back.due).toBe(back.charge - back.credit - back.fromBalance)
  expect(back.fromBalance).toBe(before.creditLeft - 500)
})

test('sent four times at once, it is done once', async () => {
  const life = await beginLife()
  await life.buy()
  const before = await shown(life, 'annual')
  const outcomes = await Promise.all(Array.from({ length: 4 }, async () => confirm(life, before)))
  expect(outcomes).toEqual(Array.from({ length: 4 }, () => ({ kind: 'switched' })))
  expect(await countInvoices(life)).toBe(2)
})

test('a confirmation that is too old, or says what was not shown, changes nothing', async () => {
  const life = await beginLife()
  await life.buy()
  await life.advanceTo(new Date('2027-01-12T10:00:00Z'))
  const before = await shown(life, 'annual')
  const outdated: Record<string, unknown>[] = [
    { at: later(before.at, -10 * MINUTE) },
    { at: later(before.at, 2 * MINUTE) },
    { at: new Date(Number.NaN) },
    { shown: '1-0-5000-usd' },
    { shown: '' },
  ]
  for (const changes of outdated)
    expect(await confirm(life, before, changes)).toEqual({ kind: 'outdated' })
  for (const plan of ['unknown', '', 'foldline_annual'])
    expect(await confirm(life, before, { plan })).toEqual({ kind: 'unknown_plan' })
  expect(await countInvoices(life)).toBe(1)
})

test('a discount that has come since it was shown is shown before anything is charged', async () => {
  const life = await beginLife()
  await life.buy()
  const before = await shown(life, 'annual')
  const half = await life.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
  const { id } = await life.subscription()
  await life.stripe.subscriptions.update(id, { discounts: [{ coupon: half.id }] })
  expect(await confirm(life, before)).toEqual({ kind: 'outdated' })
  const after = await shown(life, 'annual')
  expect(after.renewsFor).toBe(2500)
  expect(after.due).toBe(after.charge - after.credit - after.discount)
  expect(sayPreview(after, 'month')[0]).toContain('of discount')
  expect(await confirm(life, after)).toEqual({ kind: 'switched' })
  expect(await newestInvoice(life)).toMatchObject({ amount_paid: after.due })
})

describe('when the payment fails, nobody loses anything', () => {
  test.each(['decline', 'action'])(
    '%s: it stays, waits for its payment, and is dropped after a day',
    async (outcome) => {
      const life = await beginLife()
      await life.buy()
      await life.advanceTo(new Date('2027-01-12T10:00:00Z'))
      const before = await shown(life, 'annual')
      await sim(life.url, '/charges', { outcome, customer: life.customer.id })
      const waits = {
        kind: 'awaits_payment',
        url: expect.stringContaining(life.url),
        until: expect.any(Date),
      }
      expect(await confirm(life, before)).toEqual(waits)
      expect(await held(life)).toMatchObject([{ price_id: life.price.id, status: 'active' }])
      expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
      expect(await preview(life)).toEqual(waits)
      expect(await confirm(life, before)).toEqual(waits)
      await life.advanceTo(new Date('2027-01-13T12:00:00Z'))
      expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
      expect(await preview(life)).toMatchObject({
        kind: 'ready',
        current: { plan: { id: 'monthly' } },
      })
      expect(await life.mails()).not.toContain('payment_failed')
    },
  )
})

describe('what is in the way is said', () => {
  test('nothing was ever bought', async () => {
    expect(await preview(await beginLife())).toEqual({ kind: 'none' })
  })

  test.each<[string, string, Record<string, unknown>]>([
    ['it is going to end', 'ends', { cancel_at_period_end: true }],
    ['its payments are paused', 'paused', { pause_collection: { behavior: 'void' } }],
  ])('%s', async (_name, why, changes) => {
    const life = await beginLife()
    await life.buy()
    const before = await shown(life, 'annual')
    await life.stripe.subscriptions.update((await life.subscription()).id, changes)
    expect(await preview(life)).toEqual({ kind: 'not_now', why })
    expect(await confirm(life, before)).toEqual({ kind: 'not_now', why })
  })

  test('the last payment failed', async () => {
    const life = await beginLife()
    await life.buy({ ...goodCard, number: '4000 0000 0000 0341' })
    await life.advanceTo(new Date('2027-02-10T13:00:00Z'))
    expect(await preview(life)).toEqual({ kind: 'not_now', why: 'payment_failed' })
  })

  test('two run, or staff arranged it', async () => {
    const life = await beginLife()
    await life.buy()
    const { id, items } = await life.subscription()
    await life.stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', quantity: 3 }],
      proration_behavior: 'none',
    })
    expect(await preview(life)).toEqual({ kind: 'not_now', why: 'by_hand' })
    await life.subscribe()
    expect(await preview(life)).toEqual({ kind: 'not_now', why: 'several' })
  })
})

test('in a trial the plan changes for nothing, and the trial goes on', async () => {
  const life = await beginLife()
  await life.subscribe({ trial_period_days: 14 })
  const before = await shown(life, 'annual')
  const ends = new Date('2027-01-24T10:00:00Z')
  expect(before).toMatchObject({ trialing: true, due: 0, renewsAt: ends, renewsFor: 5000 })
  expect(sayPreview(before, 'month')).toEqual([
    'You pay nothing now: your trial goes on to its end, 24 January 2027 at 10:00 GMT. Then you pay $50.00, and so every year until you cancel.',
  ])
  expect(await confirm(life, before)).toEqual({ kind: 'switched' })
  expect(await life.subscription()).toMatchObject({
    status: 'trialing',
    trial_end: ends.getTime() / SECOND,
  })
  await life.advanceTo(later(ends, 2 * 60 * MINUTE))
  expect(await newestInvoice(life)).toMatchObject({ amount_paid: 5000 })
})

describe('29: Stripe fails', () => {
  test('before anything is sent: nothing was changed', async () => {
    const life = await beginLife()
    await life.buy()
    const before = await shown(life, 'annual')
    const path = '/v1/invoices/create_preview'
    await sim(life.url, '/api', { fault: 'bare_404', count: null, path })
    expect(await confirm(life, before)).toEqual({ kind: 'unavailable' })
    expect(await preview(life)).toEqual({ kind: 'unavailable' })
    await sim(life.url, '/reset')
    expect(await held(life)).toMatchObject([{ price_id: life.price.id }])
    expect(await confirm(life, before)).toEqual({ kind: 'switched' })
  })

  test('when the change is sent: it may be made or not, and asking again does it once', async () => {
    const life = await beginLife()
    await life.buy()
    const before = await shown(life, 'annual')
    const { id } = await life.subscription()
    const path = `/v1/subscriptions/${id}`
    await sim(life.url, '/api', { fault: 'lost', count: null, method: 'POST', path })
    expect(await confirm(life, before)).toEqual({ kind: 'unsettled' })
    await sim(life.url, '/reset')
    expect(await confirm(life, before)).toEqual({ kind: 'switched' })
    expect(await held(life)).toMatchObject([{ price_id: life.annual.id }])
    expect(await countInvoices(life)).toBe(2)
  })
})

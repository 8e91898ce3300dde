import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { sim } from '../../local/stripe/testing/start.ts'
import { refundAndEnd } from './refund-and-end.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const actor = { id: null, label: 'test' }

async function bought(): Promise<Life> {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  await life.buy()
  return life
}

async function order(
  life: Life,
  changes: { readerId?: string | null; which?: 'latest' | 'all'; shown?: number | null } = {},
) {
  const { id } = await life.subscription()
  return refundAndEnd(
    database.app,
    {
      subscriptionId: id,
      readerId: life.reader.id,
      which: 'latest',
      shown: null,
      actor,
      why: 'Asked for it',
      ...changes,
    },
    await life.setting(),
  )
}

async function givenBack(life: Life): Promise<number[]> {
  const { data } = await life.stripe.refunds.list({ limit: 100 })
  return data.map(({ amount }) => amount)
}

test('the payment goes back, the subscription is over, and both are written down', async () => {
  const life = await bought()
  expect(await order(life, { shown: 500 })).toEqual({
    kind: 'done',
    refunded: { amount: 500, currency: 'usd' },
  })
  expect(await givenBack(life)).toEqual([500])
  expect(await life.subscription()).toMatchObject({ status: 'canceled' })
  expect(await life.read()).toMatchObject({ granted: false, reason: 'canceled' })
  const [audit] = await database.owner`
    select action, detail from audit_entry where subject_id = ${life.reader.id}`
  expect(audit).toMatchObject({
    action: 'Refunded and ended a subscription',
    detail: { refunded: { amount: 500, currency: 'usd' }, why: 'Asked for it' },
  })
  expect(
    await database.owner`select amount_captured::int as captured, amount_refunded::int as refunded
                           from charge where customer_id = ${life.customer.id}`,
  ).toEqual([{ captured: 500, refunded: 500 }])
})

test('done twice, it gives back once', async () => {
  const life = await bought()
  await order(life)
  expect(await order(life)).toEqual({ kind: 'done', refunded: null })
  expect(await givenBack(life)).toEqual([500])
})

test('after a crash between refund and end, it ends and reaches for no older payment', async () => {
  const life = await bought()
  await life.advance('2027-02-10T12:00:00Z')
  const [newest] = (await life.stripe.charges.list({ customer: life.customer.id })).data
  await life.stripe.refunds.create({ charge: newest?.id ?? '' })
  expect(await order(life)).toEqual({ kind: 'done', refunded: null })
  expect(await givenBack(life)).toEqual([500])
  expect(await life.subscription()).toMatchObject({ status: 'canceled' })
})

test('every payment, when every payment is asked for', async () => {
  const life = await bought()
  await life.advance('2027-02-10T12:00:00Z')
  expect(await order(life, { which: 'all' })).toMatchObject({ refunded: { amount: 1000 } })
  expect(await givenBack(life)).toEqual([500, 500])
})

test('credit out of a payment that goes back whole goes with it, and is not given twice', async () => {
  const life = await bought()
  await life.stripe.customers.update(life.customer.id, { balance: -450 })
  const balance = async () => {
    const customer = await life.stripe.customers.retrieve(life.customer.id)
    return customer.deleted ? null : customer.balance
  }
  await order(life)
  expect(await balance()).toBe(-450)
  await order(life, { which: 'all' })
  expect(await balance()).toBe(0)
})

test('what was shown is what is given back, or nothing is done', async () => {
  const life = await bought()
  expect(await order(life, { shown: 400 })).toEqual({ kind: 'changed' })
  expect(await givenBack(life)).toEqual([])
  expect(await life.subscription()).toMatchObject({ status: 'active' })
})

test('beside an open dispute nothing is given back', async () => {
  const life = await bought()
  await sim(life.url, '/disputes', { customer: life.customer.id })
  expect(await order(life)).toEqual({ kind: 'disputed' })
  expect(await givenBack(life)).toEqual([])
})

test('a dispute that we won is in nobody’s way, although Stripe calls the payment disputed for ever', async () => {
  const life = await bought()
  await sim(life.url, '/disputes', { customer: life.customer.id })
  const { data } = await life.stripe.disputes.list()
  await sim(life.url, `/disputes/${data[0]?.id}`, { status: 'won' })
  expect(await order(life)).toMatchObject({ kind: 'done', refunded: { amount: 500 } })
})

test('a refund that Stripe does not take leaves the subscription as it is', async () => {
  const life = await bought()
  await sim(life.url, '/api', { fault: '500', count: 3, path: '/v1/refunds' })
  expect(await order(life)).toEqual({ kind: 'unavailable' })
  expect(await life.read()).toMatchObject({ granted: true })
  expect(await order(life)).toMatchObject({ kind: 'done', refunded: { amount: 500 } })
})

test('a subscription of nobody is unknown', async () => {
  const life = await bought()
  expect(
    await refundAndEnd(
      database.app,
      {
        subscriptionId: 'sub_other',
        readerId: null,
        which: 'all',
        shown: null,
        actor,
        why: '',
      },
      await life.setting(),
    ),
  ).toEqual({ kind: 'unknown' })
})

test('a subscription of another reader than the form names is unknown, and stays as it is', async () => {
  const life = await bought()
  const readerId = '0190b0e0-0000-7000-8000-000000000000'
  expect(await order(life, { readerId })).toEqual({ kind: 'unknown' })
  expect(await givenBack(life)).toEqual([])
  expect(await life.subscription()).toMatchObject({ status: 'active' })
})

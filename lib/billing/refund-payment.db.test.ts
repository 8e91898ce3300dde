import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, post, sim } from '../../local/stripe/testing/start.ts'
import { startGift } from './gifts/begin.ts'
import { ownGifts } from './gifts/own.ts'
import { previewPayment, refundPayment } from './refund-payment.ts'
import { addReader } from './testing/billing.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const actor = { id: null, label: 'test' }

async function bought() {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  await life.buy()
  return { life, payment: await newestPayment(life) }
}
async function newestPayment({ reader }: Life): Promise<string> {
  const [row] = await database.owner`
    select c.payment_intent_id from charge c join stripe_customer k using (customer_id)
     where k.reader_id = ${reader.id} order by c.created_at desc, c.id desc limit 1`
  return String(row?.payment_intent_id)
}
async function give(life: Life) {
  const now = new Date('2027-01-10T10:00:00Z')
  const order = {
    months: 3,
    giverName: 'Ida',
    recipientName: null,
    recipientEmail: null,
    note: null,
    deliverAt: now,
  }
  const outcome = await startGift(database.app, life.reader, order, await life.setting())
  if (outcome.kind !== 'pay') throw new Error(`The gift was ${outcome.kind}.`)
  expect(await post(outcome.url, goodCard)).toMatchObject({ status: 303 })
  await life.read()
  const [row] = await database.owner`
    select payment_intent_id from gift where buyer_id = ${life.reader.id}`
  return String(row?.payment_intent_id)
}

type Changes = Partial<Parameters<typeof refundPayment>[1]>
const refund = async (life: Life, paymentIntentId: string, changes: Changes = {}) =>
  refundPayment(
    database.app,
    {
      readerId: life.reader.id,
      paymentIntentId,
      amount: 200,
      shown: 500,
      form: randomUUID(),
      actor,
      why: 'A broken week',
      ...changes,
    },
    await life.setting(),
  )
const givenBack = async ({ stripe }: Life) =>
  (await stripe.refunds.list({ limit: 100 })).data.map(({ amount }) => amount)
const audits = ({ reader }: Life) => database.owner`
  select action, detail from audit_entry where subject_id = ${reader.id} order by id`
const states = async ({ reader }: Life) =>
  (await ownGifts(database.app, reader.id)).map(({ state }) => state)

test('a part goes back, the subscription goes on, and both amounts are written down', async () => {
  const { life, payment } = await bought()
  expect(
    await previewPayment(
      database.app,
      { readerId: life.reader.id, paymentIntentId: payment },
      (await life.setting()).stripe,
    ),
  ).toMatchObject({ kind: 'preview', payment: { amount: 500, currency: 'usd' }, gift: null })
  const refunded = { amount: 200, currency: 'usd' }
  expect(await refund(life, payment)).toEqual({ kind: 'done', refunded })
  expect(await givenBack(life)).toEqual([200])
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  expect(await audits(life)).toMatchObject([
    { action: 'Refunded a payment', detail: { refunded, why: 'A broken week', payment } },
  ])
  expect(await refund(life, payment, { amount: 300, shown: 300 })).toMatchObject({ kind: 'done' })
  expect(await givenBack(life)).toEqual([300, 200])
  expect(await life.read()).toMatchObject({ granted: true })
})

test('a form sent twice, at once or after a crash, gives back once and is audited once', async () => {
  const { life, payment } = await bought()
  const form = randomUUID()
  const both = await Promise.all([refund(life, payment, { form }), refund(life, payment, { form })])
  expect(both.map(({ kind }) => kind)).toEqual(['done', 'done'])
  expect(await givenBack(life)).toEqual([200])
  expect(await audits(life)).toHaveLength(1)
  // Stripe has given it back, and the process died before it was written down.
  const second = randomUUID()
  await life.stripe.refunds.create({
    payment_intent: payment,
    amount: 100,
    metadata: { form: second },
  })
  const again = await refund(life, payment, { form: second, amount: 100, shown: 300 })
  expect(again).toMatchObject({ kind: 'done', refunded: { amount: 100 } })
  expect(await givenBack(life)).toEqual([100, 200])
  expect(await audits(life)).toHaveLength(2)
})

test('never more than was paid, nor nothing, nor beside another refund', async () => {
  const { life, payment } = await bought()
  for (const amount of [501, 0, -5])
    expect(await refund(life, payment, { amount })).toEqual({
      kind: 'not_that_much',
      most: 500,
      currency: 'usd',
    })
  await life.stripe.refunds.create({ payment_intent: payment, amount: 50 })
  expect(await refund(life, payment)).toEqual({ kind: 'changed' })
  expect(await givenBack(life)).toEqual([50])
  expect(await audits(life)).toEqual(expect.objectContaining({ length: 0 }))
})

test('a payment of somebody else’s, or of nobody, is unknown', async () => {
  const { life, payment } = await bought()
  const other = await addReader(database.owner)
  expect(await refund(life, payment, { readerId: other.id })).toEqual({ kind: 'unknown' })
  expect(await refund(life, 'pi_nothing')).toEqual({ kind: 'unknown' })
  expect(await givenBack(life)).toEqual([])
})

test('not while a bank has it; after a dispute that we won it can be given back', async () => {
  const { life, payment } = await bought()
  const customer = life.customer.id
  await sim(life.url, '/disputes', { customer })
  expect(await refund(life, payment)).toEqual({ kind: 'disputed' })
  const { data } = await life.stripe.disputes.list()
  await sim(life.url, `/disputes/${data[0]?.id}`, { status: 'won' })
  expect(await refund(life, payment)).toMatchObject({ kind: 'done' })
})

test('a gift that is given back in part stays one, given back whole it gives nothing', async () => {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  const payment = await give(life)
  const preview = await previewPayment(
    database.app,
    { readerId: life.reader.id, paymentIntentId: payment },
    (await life.setting()).stripe,
  )
  if (preview.kind !== 'preview') throw new Error(`The preview was ${preview.kind}.`)
  expect(preview.gift).toEqual({ months: 3 })
  const paid = preview.payment.amount
  expect(await refund(life, payment, { shown: paid })).toMatchObject({ kind: 'done' })
  expect(await states(life)).toEqual(['paid'])
  const rest = { amount: paid - 200, shown: paid - 200 }
  expect(await refund(life, payment, rest)).toMatchObject({ kind: 'done' })
  expect(await states(life)).toEqual(['canceled'])
})

test('a gift that was paid as an earlier customer is taken back as well', async () => {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  const payment = await give(life)
  await database.owner`update stripe_customer set unlinked_at = now()
                        where customer_id = ${life.customer.id}`
  const preview = await previewPayment(
    database.app,
    { readerId: life.reader.id, paymentIntentId: payment },
    (await life.setting()).stripe,
  )
  const amount = preview.kind === 'preview' ? preview.payment.amount : 0
  expect(await refund(life, payment, { amount, shown: amount })).toMatchObject({ kind: 'done' })
  expect(await states(life)).toEqual(['canceled'])
})

import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { bannerFor } from './banner.ts'
import { ownAccount } from './own-account.ts'
import { paymentsByYear, readerPayments } from './purchases.ts'

const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)
const insert = async (table: string, row: Record<string, unknown>) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`

let reader = ''
let customer = ''
beforeEach(async () => {
  const email = `${randomUUID()}@example.org`
  const [row] = await database.owner`insert into reader (email) values (${email}) returning id`
  reader = String(row?.id)
  customer = await addCustomer()
})

async function addCustomer(changes: Record<string, unknown> = {}): Promise<string> {
  const customer_id = `cus_${randomUUID()}`
  await insert('stripe_customer', { customer_id, reader_id: reader, livemode: false, ...changes })
  return customer_id
}

async function subscribe(changes: Record<string, unknown> = {}): Promise<string> {
  const id = `sub_${randomUUID()}`
  await insert('subscription', {
    id,
    customer_id: customer,
    status: 'active',
    ours: true,
    currency: 'usd',
    unit_amount: 500,
    quantity: 1,
    interval: 'month',
    period_start: inDays(-15),
    period_end: inDays(15),
    cancel_at_period_end: false,
    created_at: inDays(-15),
    synced_at: now,
    ...changes,
  })
  return id
}

async function bill(changes: Record<string, unknown> = {}): Promise<string> {
  const id = `in_${randomUUID()}`
  await insert('invoice', {
    id,
    customer_id: customer,
    status: 'paid',
    billing_reason: 'subscription_cycle',
    currency: 'usd',
    amount_due: 500,
    amount_paid: 500,
    amount_remaining: 0,
    attempts: 1,
    period_start: inDays(-15),
    period_end: inDays(15),
    created_at: inDays(-15),
    synced_at: now,
    ...changes,
  })
  return id
}

const saveCard = async (month: number, year: number) =>
  database.owner`update stripe_customer
    set card_brand = 'visa', card_last4 = '4242', card_exp_month = ${month}, card_exp_year = ${year}
    where customer_id = ${customer}`
const account = async () => ownAccount(database.app, reader, now)

describe('the account', () => {
  test('says what it costs, when it is charged next, and the card', async () => {
    await subscribe()
    await saveCard(11, 2027)
    expect(await account()).toMatchObject({
      subscription: {
        price: '$5.00 a month',
        nextPayment: { at: inDays(15), money: { amount: 500, currency: 'usd' } },
        owed: null,
      },
      card: { words: 'Visa ending 4242, expires 11/2027', expiresTooSoon: false },
      payingTwice: false,
    })
  })

  test('says what is charged next where something is given off', async () => {
    await subscribe({ discounted_amount: 333 })
    expect((await account()).subscription).toMatchObject({
      price: '$5.00 a month',
      cost: null,
      nextPayment: { at: inDays(15), money: { amount: 333, currency: 'usd' } },
    })
  })

  test.each([
    [2, true],
    // Good to the end of its month, which is after the next payment on the 27th.
    [3, false],
  ])(
    'a card to the end of month %s is told of before the next payment: %s',
    async (month, told) => {
      await subscribe()
      await saveCard(month, 2027)
      const has = await account()
      expect(has.card?.expiresTooSoon).toBe(told)
      expect(bannerFor(has)?.kind).toBe(told ? 'card_expires' : undefined)
    },
  )

  test('nobody is told of a card that is not charged again', async () => {
    await subscribe({ cancel_at: inDays(15) })
    await saveCard(2, 2027)
    expect(bannerFor(await account())).toBeNull()
  })

  test('a failed payment is told although a gift opens everything', async () => {
    await insert('access_grant', {
      reader_id: reader,
      kind: 'gift',
      giver: 'A. Friend',
      why: 'A test.',
      starts_at: inDays(-1),
      ends_at: inDays(300),
    })
    const id = await subscribe({ status: 'past_due', unpaid_since: inDays(-1) })
    await bill({ subscription_id: id, status: 'open', amount_paid: 0, amount_remaining: 500 })
    const has = await account()
    expect(has.decision).toMatchObject({ reason: 'gift' })
    expect(has.subscription).toMatchObject({ reason: 'payment_failed', owed: { amount: 500 } })
    expect(bannerFor(has)).toMatchObject({ kind: 'payment_failed', dismissible: false })
  })

  test('of two that run, the reader is told of paying twice; of one beside what is over, not', async () => {
    await subscribe({ status: 'canceled', ended_at: inDays(-1) })
    await subscribe({ ours: false })
    await subscribe()
    expect((await account()).payingTwice).toBe(false)
    await subscribe()
    expect((await account()).payingTwice).toBe(true)
  })

  test('a year is not paused', async () => {
    await subscribe({ interval: 'year', unit_amount: 5000 })
    expect((await account()).actions).toEqual(['change_plan', 'change_card', 'cancel'])
  })
})

describe('the payments', () => {
  test('each with what it was for, what became of it, and what was given back', async () => {
    const refunded = await bill({ paid_at: inDays(-15), pdf_url: 'https://pay.stripe.com/1/pdf' })
    await bill({ status: 'void', created_at: inDays(-20), billing_reason: 'subscription_create' })
    await bill({ status: 'draft', created_at: inDays(-1) })
    await insert('charge', {
      id: `ch_${refunded}`,
      customer_id: customer,
      status: 'succeeded',
      currency: 'usd',
      amount_captured: 500,
      amount_refunded: 200,
      refunded_invoice_id: refunded,
      created_at: inDays(-15),
      synced_at: now,
    })
    expect(await readerPayments(database.app, reader)).toMatchObject([
      { state: 'refunded', refunded: 200, amount: 500, what: 'Subscription' },
      { state: 'void', refunded: 0, what: 'Subscription, first payment' },
    ])
  })

  test('those of a customer that was unlinked are still theirs, and nobody else’s', async () => {
    customer = await addCustomer({ unlinked_at: inDays(-100) })
    const old = await bill({ created_at: inDays(-200) })
    const [other] = await database.owner`
      insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
    expect(await readerPayments(database.app, reader)).toMatchObject([{ id: old }])
    expect(await readerPayments(database.app, String(other?.id))).toEqual([])
  })

  test('by year, where the publication is; anything else than a year there is means the newest', async () => {
    // Half an hour on either side of New Year in London.
    await bill({ created_at: new Date('2027-01-01T00:30:00Z') })
    await bill({ created_at: new Date('2026-12-31T23:30:00Z') })
    await bill({ created_at: new Date('2025-06-30T23:30:00Z') })
    const all = await readerPayments(database.app, reader)
    expect(paymentsByYear(all, '2026')).toMatchObject({ year: 2026, years: [2027, 2026, 2025] })
    expect(paymentsByYear(all, '2026').payments).toHaveLength(1)
    for (const asked of [null, '', '1999', '2026 ', '../2026', 'NaN'])
      expect(paymentsByYear(all, asked).year).toBe(2027)
    expect(paymentsByYear([], '2026')).toEqual({ year: null, years: [], payments: [] })
  })
})

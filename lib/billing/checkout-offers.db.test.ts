/** What is sold on which terms: plans, introductions, tax, and the consent that is kept. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { Sale } from '#lib/env.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { startCheckout } from './checkout.ts'
import { plansOnOffer } from './plans-on-offer.ts'
import { addReader } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { ANNUAL, customer, makeWorld, PRICE, PRODUCT, subscription } from './testing/world.ts'

const { siteUrl, stripe: configured } = useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let buyer: { id: string; email: string; name: null }
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  fake.behave()
  fake.world = makeWorld()
  fake.calls.length = 0
  buyer = await addReader(database.owner)
})

type Options = { plan?: string; terms?: string; sale?: Partial<Sale> }
const setting = (sale: Partial<Sale> = {}) => ({
  stripe: fake.open(),
  priceId: PRICE,
  sale: { ...configured.sale, ...sale },
  siteUrl,
  now: new Date(),
})
const subscribe = ({ plan = 'monthly', terms, sale }: Options = {}) =>
  startCheckout(
    database.app,
    buyer,
    { plan, returnTo: '/', ...(terms === undefined ? {} : { terms }) },
    setting(sale),
  )
const shown = async (sale: Partial<Sale> = {}, readerId: string | null = buyer.id) =>
  plansOnOffer(database.app, readerId, setting(sale))
const made = () => fake.calls.filter(({ path }) => path === '/checkout/sessions')
const formOf = (call = made().at(-1)) => Object.fromEntries(call?.form ?? [])
const consents = async () => [
  ...(await database.owner`
    select c.*, a.plan from consent c join checkout_attempt a on a.id = c.subject_id
     where c.reader_id = ${buyer.id} order by c.agreed_at`),
]
const linkAs = async (id: string, unlinked = false) => {
  await database.owner`insert into stripe_customer (customer_id, reader_id, livemode, unlinked_at)
    values (${id}, ${buyer.id}, false, ${unlinked ? new Date() : null})`
  fake.world.customers.set(id, customer(id))
}
const coupon = (changes: Record<string, unknown> = {}) =>
  fake.world.coupons.set('HELLO', {
    id: 'HELLO',
    object: 'coupon',
    valid: true,
    percent_off: 20,
    amount_off: null,
    currency: null,
    duration: 'repeating',
    duration_in_months: 3,
    ...changes,
  })
/** A request without what names its attempt and its terms. */
const rest = (form: string) => form.replaceAll(/metadata%5B(attempt_id|sale)%5D=[^&]*/g, '')
const hello = { introductoryCoupon: 'HELLO' }

describe('the plan', () => {
  test('42: is looked up by its id, and its price is ours', async () => {
    expect(await subscribe({ plan: 'annual' })).toMatchObject({ kind: 'pay' })
    expect(formOf()).toMatchObject({
      'line_items[0][price]': ANNUAL,
      cancel_url: 'https://news.example/subscribe?plan=annual',
    })
    expect(await consents()).toMatchObject([{ plan: 'annual' }])
  })

  test.each(['unknown', '', 'price_annual', 'foldline_annual', '__proto__'])(
    '42: plan=%s begins nothing',
    async (plan) => {
      expect(await subscribe({ plan })).toEqual({ kind: 'unknown_plan' })
      expect([fake.world.customers.size, made().length]).toEqual([0, 0])
    },
  )

  test('51: that cannot be sold is not offered, and the other one is sold', async () => {
    Object.assign(fake.world.prices.get(ANNUAL) ?? {}, { active: false })
    expect(await subscribe({ plan: 'annual' })).toEqual({ kind: 'unavailable' })
    expect((await shown()).map(({ id }) => id)).toEqual(['monthly'])
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
  })

  test('another one expires the open session before its own is made', async () => {
    await subscribe()
    const [first] = fake.world.sessions.values()
    await subscribe({ plan: 'annual' })
    expect(first).toMatchObject({ status: 'expired' })
    expect(fake.world.sessions.size).toBe(2)
    await subscribe({ plan: 'annual' })
    expect(fake.world.sessions.size).toBe(2)
    const attempts = await database.owner`
      select plan, state from checkout_attempt where reader_id = ${buyer.id} order by created_at`
    expect([...attempts]).toEqual([
      { plan: 'monthly', state: 'expired' },
      { plan: 'annual', state: 'open' },
    ])
  })

  test('48: paid in another tab while another one is chosen: no second session', async () => {
    await subscribe()
    const [first] = fake.world.sessions.values()
    fake.before = ({ path }) => {
      if (path.endsWith('/expire')) Object.assign(first ?? {}, { status: 'complete' })
      return undefined
    }
    expect(await subscribe({ plan: 'annual' })).toEqual({ kind: 'unavailable' })
    expect(fake.world.sessions.size).toBe(1)
  })
})

describe('who never subscribed', () => {
  test('gets the trial, with a card taken now and a pause without one', async () => {
    await subscribe({ sale: { trialDays: 14 } })
    expect(formOf()).toMatchObject({
      'subscription_data[trial_period_days]': '14',
      'subscription_data[trial_settings][end_behavior][missing_payment_method]': 'pause',
      payment_method_collection: 'always',
    })
    expect((await consents())[0]?.text).toContain('The first 14 days are free')
  })

  test('gets the introductory coupon, and cannot type a code beside it', async () => {
    coupon()
    await subscribe({ sale: hello })
    expect(formOf()).toMatchObject({ 'discounts[0][coupon]': 'HELLO' })
    expect(formOf()).not.toHaveProperty('allow_promotion_codes')
    expect((await consents())[0]?.text).toContain('20% off the first 3 payments')
  })

  test.each<[string, () => void]>([
    ['that has run out', () => coupon({ valid: false })],
    ['that is not there', () => undefined],
    ['for another product', () => coupon({ applies_to: { products: ['prod_x'] } })],
    ['in another currency', () => coupon({ percent_off: null, amount_off: 100, currency: 'eur' })],
  ])('is sold without a coupon %s', async (_name, arrange) => {
    arrange()
    expect(await subscribe({ sale: hello })).toMatchObject({ kind: 'pay' })
    expect(formOf()).toMatchObject({ allow_promotion_codes: 'true' })
  })

  test('a coupon for one payment is not wasted on the invoice of nothing that opens a trial', async () => {
    coupon({ duration: 'once', duration_in_months: null })
    await subscribe({ sale: { ...hello, trialDays: 7 } })
    expect(formOf()).not.toHaveProperty('discounts[0][coupon]')
  })

  test('may type a promotion code where there is no introduction', async () => {
    await subscribe()
    expect(formOf()).toMatchObject({ allow_promotion_codes: 'true' })
    expect(formOf()).not.toHaveProperty('payment_method_collection')
  })
})

describe('who subscribed before gets no introduction', () => {
  const sale = { ...hello, trialDays: 14 }
  beforeEach(() => coupon())
  /** What is sold, and what the page says of it afterwards. */
  const sold = async () => {
    expect(await subscribe({ sale })).toMatchObject({ kind: 'pay' })
    const { allow_promotion_codes: codes, 'subscription_data[trial_period_days]': days } = formOf()
    return { codes, days, shown: (await shown(sale))[0]?.introduction }
  }
  const nothing = { codes: 'true', days: undefined, shown: [] }

  test('although only Stripe knows of it', async () => {
    await linkAs(`cus_${buyer.id}`)
    const past = subscription('sub_past', `cus_${buyer.id}`, new Date(), { status: 'canceled' })
    fake.world.subscriptions.set(past.id, past)
    expect((await shown(sale))[0]?.introduction).not.toEqual([])
    expect(await sold()).toEqual(nothing)
  })

  test('although it was under a customer who is gone', async () => {
    await linkAs(`cus_${buyer.id}`, true)
    await database.owner`insert into subscription
      (id, customer_id, status, ours, currency, cancel_at_period_end, created_at, synced_at)
      values (${`sub_${buyer.id}`}, ${`cus_${buyer.id}`}, 'canceled', true, 'usd', false, now(), now())`
    expect(await sold()).toEqual(nothing)
  })

  test('but a first payment that never came does not count', async () => {
    await linkAs(`cus_${buyer.id}`)
    const dead = { status: 'incomplete_expired' }
    const never = subscription('sub_never', `cus_${buyer.id}`, new Date(), dead)
    fake.world.subscriptions.set(never.id, never)
    await subscribe({ sale })
    expect(formOf()).toMatchObject({ 'subscription_data[trial_period_days]': '14' })
  })
})

describe('tax', () => {
  test('a business name and a tax id can be given, and are kept on the customer', async () => {
    await subscribe()
    expect(formOf()).toMatchObject({
      'tax_id_collection[enabled]': 'true',
      'customer_update[name]': 'auto',
      'customer_update[address]': 'auto',
    })
  })

  test('while automatic tax is off, no byte of the request speaks of it', async () => {
    await subscribe()
    const off = made().at(-1)?.form.toString() ?? ''
    expect(Object.keys(formOf())).toEqual([
      'mode',
      'customer',
      'client_reference_id',
      'line_items[0][price]',
      'line_items[0][quantity]',
      'metadata[reader_id]',
      'metadata[attempt_id]',
      'metadata[sale]',
      'subscription_data[metadata][reader_id]',
      'allow_promotion_codes',
      'tax_id_collection[enabled]',
      'customer_update[name]',
      'customer_update[address]',
      'success_url',
      'cancel_url',
    ])
    await subscribe({ sale: { automaticTax: true } })
    const on = made().at(-1)?.form
    expect(on?.get('automatic_tax[enabled]')).toBe('true')
    on?.delete('automatic_tax[enabled]')
    expect(rest(on?.toString() ?? '')).toBe(rest(off))
  })
})

describe('consent', () => {
  test('is the text that the page showed, kept once for an attempt', async () => {
    const [, annual] = await shown()
    for (let click = 0; click < 3; click++)
      await subscribe({ plan: 'annual', terms: annual?.terms.fingerprint ?? '' })
    expect(await consents()).toMatchObject([
      { kind: 'subscription', text: annual?.terms.text, text_version: 'subscription 2026-11-24' },
    ])
    expect(annual?.terms.text).toContain('$50 a year')
    expect(annual?.terms.text).toContain('https://news.example/withdraw')
  })

  test('to other terms than those sold is none: they are shown anew, and nothing is begun', async () => {
    const [monthly, annual] = await shown()
    for (const terms of ['', 'garbage', annual?.terms.fingerprint ?? ''])
      expect(await subscribe({ terms })).toEqual({ kind: 'terms_changed' })
    Object.assign(fake.world.prices.get(PRICE) ?? {}, { unit_amount: 600 })
    expect(await subscribe({ terms: monthly?.terms.fingerprint ?? '' })).toEqual({
      kind: 'terms_changed',
    })
    expect([fake.world.sessions.size, await consents()]).toEqual([0, []])
    expect((await shown())[0]?.terms.text).toContain('$6 a month')
  })

  test('is given anew when the terms changed while a session was open', async () => {
    await subscribe()
    Object.assign(fake.world.prices.get(PRICE) ?? {}, { unit_amount: 600 })
    await subscribe()
    expect((await consents()).map(({ text }) => /\$\d/.exec(String(text))?.[0])).toEqual([
      '$5',
      '$6',
    ])
  })

  test('is not kept when Stripe makes no session', async () => {
    fake.before = ({ path }) => (path === '/checkout/sessions' ? 'reset' : undefined)
    expect(await subscribe()).toEqual({ kind: 'unavailable' })
    expect(await consents()).toEqual([])
  })
})

describe('the page', () => {
  test('says what each plan costs, what the year saves, and what is for whom', async () => {
    coupon({ percent_off: null, amount_off: 100, currency: 'usd' })
    expect(await shown({ ...hello, trialDays: 14 }, null)).toMatchObject([
      { id: 'monthly', label: '$5 a month', saving: null },
      {
        id: 'annual',
        price: '$50',
        saving: 'save $10 a year',
        // Three months of a year are one payment.
        introduction: ['14 days free', '$1.00 off the first payment'],
      },
    ])
  })

  test('27, 28: is there before a call that hangs is given up, with what we know ourselves', async () => {
    fake.before = () => 'silence'
    expect((await shown()).map(({ label }) => label)).toEqual(['$5 a month', '$50 a year'])
    // A call that is given up is made once more.
    const asked = fake.calls.map(({ path, query }) => `${path}?${query}`)
    expect(asked).not.toEqual([])
    expect(asked).toEqual([...new Set(asked)])
  })

  test('offers nothing when nothing can be sold', async () => {
    Object.assign(fake.world.prices.get(PRICE) ?? {}, { active: false, product: PRODUCT })
    fake.world.prices.delete(ANNUAL)
    expect(await shown()).toEqual([])
  })
})

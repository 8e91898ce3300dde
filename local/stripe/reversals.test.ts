import { expect, test } from 'vitest'
import { invoicesOf, itemOf, typesOf } from './testing/changes.ts'
import { DAY, goodCard, HOUR, idIn, post, refusal, sim, startShop } from './testing/start.ts'

async function withCharge() {
  const shop = await startShop()
  const subscription = await shop.subscribe()
  const [charge] = (await shop.stripe.charges.list({ customer: shop.customer.id })).data
  if (!charge) throw new Error('Nothing was charged.')
  return { shop, stripe: shop.stripe, subscription, charge }
}

test('a charge is given back in parts, never more than it was, and found again', async () => {
  const { shop, stripe, charge } = await withCharge()
  const part = await stripe.refunds.create({
    charge: charge.id,
    amount: 120,
    reason: 'duplicate',
    metadata: { by: 'staff' },
  })
  expect(part).toMatchObject({ amount: 120, status: 'succeeded', reason: 'duplicate' })
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 120,
    refunded: false,
  })
  const more = { charge: charge.id, amount: 381 }
  expect((await refusal(stripe.refunds.create(more))).message).toBe(
    'Refund amount ($3.81) is greater than unrefunded amount on charge ($3.80)',
  )
  expect((await refusal(stripe.refunds.create({ charge: charge.id, amount: 0 }))).code).toBe(
    'parameter_invalid_integer',
  )
  const rest = await stripe.refunds.create({ payment_intent: idIn(charge.payment_intent) })
  expect(rest.amount).toBe(380)
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 500,
    refunded: true,
  })
  expect((await refusal(stripe.refunds.create({ charge: charge.id }))).code).toBe(
    'charge_already_refunded',
  )
  const { data } = await stripe.refunds.list({ charge: charge.id })
  expect(data.map(({ id }) => id)).toEqual([rest.id, part.id])
  const named = await stripe.refunds.update(part.id, { metadata: { ticket: '7' } })
  expect(named.metadata).toEqual({ by: 'staff', ticket: '7' })
  const types = await typesOf(shop)
  expect(types.filter((type) => type === 'charge.refunded')).toHaveLength(2)
})

test('a dispute takes the money at once with a fee; won, the money comes back, lost, it does not', async () => {
  const { shop, stripe, charge } = await withCharge()
  await sim(shop.url, '/disputes', { customer: shop.customer.id })
  const [open] = (await stripe.disputes.list({ charge: charge.id })).data
  const taken = [{ amount: -500, fee: 1500, net: -2000, reporting_category: 'dispute' }]
  expect(open).toMatchObject({ status: 'needs_response', balance_transactions: taken })
  expect((await refusal(stripe.refunds.create({ charge: charge.id }))).code).toBe('charge_disputed')
  await sim(shop.url, `/disputes/${open?.id}`, { status: 'won' })
  expect(await stripe.disputes.retrieve(open?.id ?? '')).toMatchObject({
    status: 'won',
    balance_transactions: [...taken, { amount: 500, fee: 0, net: 500 }],
  })
  await shop.subscribe()
  await sim(shop.url, '/disputes', { customer: shop.customer.id })
  const [second] = (await stripe.disputes.list()).data
  await stripe.disputes.close(second?.id ?? '')
  expect(await stripe.disputes.retrieve(second?.id ?? '')).toMatchObject({
    status: 'lost',
    balance_transactions: taken,
  })
  const { data } = await stripe.events.list({ types: ['charge.dispute.funds_reinstated'] })
  expect(data).toHaveLength(1)
})

test('a card keeps the expiry that was typed, and a new one when it is renewed', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  await post((await shop.openSession()).url, { ...goodCard, expiry: '2 / 31' })
  const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
  expect(method?.card).toMatchObject({ exp_month: 2, exp_year: 2031 })
  const id = method?.id ?? ''
  const renewed = await stripe.paymentMethods.update(id, { card: { exp_month: 3, exp_year: 2035 } })
  expect(renewed.card).toMatchObject({ exp_month: 3, exp_year: 2035, last4: '4242' })
  expect(await stripe.customers.retrievePaymentMethod(customer.id, id)).toEqual(renewed)
  expect(await typesOf(shop)).toContain('payment_method.updated')
  for (const card of [{ exp_month: 13 }, { exp_year: 2020 }])
    expect(await refusal(stripe.paymentMethods.update(id, { card }))).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
    })
  await stripe.paymentMethods.detach(id)
  expect((await refusal(stripe.paymentMethods.update(id, { card: {} }))).statusCode).toBe(400)
})

test('a card that is taken away is the default of nothing any more', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  const expand = ['invoice_settings.default_payment_method']
  const held = await stripe.customers.retrieve(customer.id, { expand })
  if (held.deleted) throw new Error('The customer is gone.')
  expect(held.invoice_settings.default_payment_method).toMatchObject({ card: { last4: '4242' } })
  const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
  const id = method?.id ?? ''
  const subscription = await shop.subscribe({}, id)
  await stripe.paymentMethods.detach(id)
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    invoice_settings: { default_payment_method: null },
  })
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
    default_payment_method: null,
  })
})

test('a customer without name and address, and one that is deleted with everything', async () => {
  const { shop, stripe, subscription } = await withCharge()
  const { id } = shop.customer
  await stripe.customers.update(id, { name: 'Anna', email: 'a@example.com' })
  expect(await stripe.customers.update(id, { name: '', email: '' })).toMatchObject({
    name: null,
    email: null,
  })
  expect(await stripe.customers.del(id)).toEqual({ id, object: 'customer', deleted: true })
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'canceled' })
  const no = stripe.subscriptions.create({ customer: id, items: [{ price: shop.price.id }] })
  expect((await refusal(no)).code).toBe('resource_missing')
})

/** A trial that ended without a card, then with one of these. */
async function paused(card: string) {
  const shop = await startShop({ frozen: '2027-01-10T10:00:00Z' })
  const { stripe, customer, price } = shop
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    trial_period_days: 1,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  })
  await shop.advance(2 * DAY)
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card } })
  return { shop, stripe, id }
}

test('resuming waits for an attempt unless it is asked to pay: untried it is forgotten, refused it owes', async () => {
  const { shop, stripe, id } = await paused('pm_card_chargeDeclined')
  expect(await stripe.subscriptions.resume(id)).toMatchObject({ status: 'paused' })
  expect((await invoicesOf(shop))[0]).toMatchObject({ status: 'open', attempt_count: 0 })
  await shop.advance(24 * HOUR)
  expect((await invoicesOf(shop))[0]).toMatchObject({ status: 'void' })
  const again = await stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'now' } })
  await refusal(stripe.invoices.pay(idIn(again.latest_invoice)))
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' })
  expect(await typesOf(shop)).toContain('customer.subscription.resumed')
  expect(itemOf(again)).toMatch(/^si_/)
})

test('resuming on success stays paused until the money is there', async () => {
  const { shop, stripe, id } = await paused('pm_card_chargeDeclined')
  const behavior = { payment_behavior: 'resume_on_payment_success' } as const
  expect(await stripe.subscriptions.resume(id, behavior)).toMatchObject({ status: 'paused' })
  const [open] = await invoicesOf(shop)
  expect(open).toMatchObject({ status: 'open', attempt_count: 1 })
  await stripe.invoices.pay(open?.id ?? '', { payment_method: 'pm_card_visa' })
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
})

test('collection is paused and taken up again', async () => {
  const { stripe, subscription } = await withCharge()
  const { id } = subscription
  const held = { behavior: 'keep_as_draft' } as const
  expect(await stripe.subscriptions.update(id, { pause_collection: held })).toMatchObject({
    pause_collection: { behavior: 'keep_as_draft', resumes_at: null },
  })
  expect(await stripe.subscriptions.update(id, { pause_collection: '' })).toMatchObject({
    pause_collection: null,
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, invoicesOf, itemOf, priceOf, typesOf } from './testing/changes.ts'
import { DAY, idIn, read, refusal, startShop } from './testing/start.ts'

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)

const start = '2027-04-01T00:00:00Z'
/** Half of April. */
const middle = '2027-04-16T00:00:00Z'

test('a dearer price in mid-period waits as a credit and a debit, to the second, for the next invoice', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const dear = await priceOf(shop, 1000)
  const begun = await shop.subscribe()
  await shop.advance(middle)
  const changed = await stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: dear.id }],
  })
  expect(changed).toMatchObject({
    billing_cycle_anchor: at(start),
    latest_invoice: begun.latest_invoice,
    items: { data: [{ price: { id: dear.id }, current_period_end: at('2027-05-01T00:00:00Z') }] },
  })
  const waiting = await stripe.invoiceItems.list({ customer: shop.customer.id, pending: true })
  expect(waiting.data.map(({ amount, description }) => [amount, description]).toReversed()).toEqual(
    [
      [-250, 'Unused time on The Leadline after 16 Apr 2027'],
      [500, 'Remaining time on The Leadline after 16 Apr 2027'],
    ],
  )
  expect(await invoicesOf(shop)).toHaveLength(1)
  await shop.advance('2027-05-01T01:00:00Z')
  const [renewal, first] = await invoicesOf(shop)
  expect(renewal).toMatchObject({
    status: 'paid',
    total: 1250,
    billing_reason: 'subscription_cycle',
  })
  const item = itemOf(begun)
  expect(renewal?.lines.data).toMatchObject([
    {
      amount: -250,
      period: { start: at(middle), end: at('2027-05-01T00:00:00Z') },
      parent: {
        type: 'subscription_item_details',
        subscription_item_details: {
          proration: true,
          subscription: begun.id,
          subscription_item: item,
          proration_details: {
            credited_items: {
              invoice: first?.id,
              invoice_line_items: [first?.lines.data[0]?.id],
            },
          },
        },
      },
    },
    { amount: 500, parent: { subscription_item_details: { proration: true } } },
    { amount: 1000, parent: { subscription_item_details: { proration: false } } },
  ])
  const after = await stripe.invoiceItems.list({ customer: shop.customer.id, pending: true })
  expect(after.data).toEqual([])
})

test('always_invoice asks for the difference at once, and none asks for nothing', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const dear = await priceOf(shop, 1000)
  const begun = await shop.subscribe()
  await shop.advance(middle)
  const items = [{ id: itemOf(begun), price: dear.id }]
  const changed = await stripe.subscriptions.update(begun.id, {
    items,
    proration_behavior: 'always_invoice',
  })
  const [asked, first] = await invoicesOf(shop)
  expect(asked).toMatchObject({
    id: changed.latest_invoice,
    status: 'paid',
    total: 250,
    amount_paid: 250,
    billing_reason: 'subscription_update',
  })
  expect(first?.total).toBe(500)
  await stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: shop.price.id }],
    proration_behavior: 'none',
  })
  expect(await invoicesOf(shop)).toHaveLength(2)
  // What is given back is a part of what was asked for, not of the price that followed for nothing.
  await stripe.subscriptions.update(begun.id, { items, proration_behavior: 'always_invoice' })
  expect((await invoicesOf(shop))[0]).toMatchObject({ total: 0, status: 'paid' })
})

test('a month becomes a year: the cycle begins now, and the unused part of the month is deducted', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const year = await priceOf(shop, 5000, 'year')
  const begun = await shop.subscribe()
  await shop.advance(middle)
  const changed = await stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: year.id }],
  })
  expect(changed).toMatchObject({
    status: 'active',
    billing_cycle_anchor: at(middle),
    items: {
      data: [{ current_period_start: at(middle), current_period_end: at('2028-04-16T00:00:00Z') }],
    },
  })
  const [asked] = await invoicesOf(shop)
  expect(asked).toMatchObject({ status: 'paid', total: 4750, amount_paid: 4750 })
  expect(asked?.lines.data).toMatchObject([
    { amount: -250, description: 'Unused time on The Leadline after 16 Apr 2027' },
    { amount: 5000, period: { start: at(middle), end: at('2028-04-16T00:00:00Z') } },
  ])
})

test('a year becomes a month: what is too much is the customer’s, and pays the invoices that follow', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer } = shop
  const year = await priceOf(shop, 3660, 'year')
  const begun = await shop.subscribe({ items: [{ price: year.id }] })
  // 358 of the 366 days are left.
  await shop.advance('2027-04-09T00:00:00Z')
  await stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: shop.price.id }],
  })
  const [asked] = await invoicesOf(shop)
  expect(asked).toMatchObject({
    status: 'paid',
    total: -3080,
    amount_due: 0,
    amount_paid: 0,
    starting_balance: 0,
    ending_balance: -3080,
  })
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -3080 })
  expect(await stripe.invoices.createPreview({ subscription: begun.id })).toMatchObject({
    total: 500,
    amount_due: 0,
    starting_balance: -3080,
    ending_balance: null,
  })
  await shop.advance('2027-11-09T01:00:00Z')
  const [latest] = await invoicesOf(shop)
  expect((await read(latest?.hosted_invoice_url ?? '')).text).toContain(
    'Total $5.00 Applied balance -$0.80 Amount due $4.20',
  )
  const balances = (await invoicesOf(shop)).map((one) => [
    one.starting_balance,
    one.ending_balance,
    one.amount_due,
    one.amount_paid,
  ])
  expect(balances.slice(0, 2)).toEqual([
    [-80, 0, 420, 420],
    [-580, -80, 0, 0],
  ])
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: 0 })
})

test('an amount too small to charge is owed until the next invoice', async () => {
  const shop = await startShop({ frozen: start })
  const dear = await priceOf(shop, 590)
  const begun = await shop.subscribe()
  await shop.advance(middle)
  await shop.stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: dear.id }],
    proration_behavior: 'always_invoice',
  })
  expect((await invoicesOf(shop))[0]).toMatchObject({
    status: 'paid',
    total: 45,
    amount_due: 0,
    ending_balance: 45,
  })
  await shop.advance('2027-05-01T01:00:00Z')
  expect((await invoicesOf(shop))[0]).toMatchObject({
    total: 590,
    starting_balance: 45,
    amount_paid: 635,
  })
})

test('a void invoice gives back the balance that went into it', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer } = shop
  const [year, dearYear] = [await priceOf(shop, 3660, 'year'), await priceOf(shop, 9000, 'year')]
  const begun = await shop.subscribe({ items: [{ price: year.id }] })
  await shop.advance('2027-04-09T00:00:00Z')
  const to = (price: string) => ({ items: [{ id: itemOf(begun), price }] })
  await stripe.subscriptions.update(begun.id, to(shop.price.id))
  await stripe.subscriptions.update(begun.id, { default_payment_method: 'pm_card_chargeDeclined' })
  await stripe.subscriptions.update(begun.id, to(dearYear.id))
  const [open] = await invoicesOf(shop)
  expect(open).toMatchObject({ status: 'open', total: 8500, amount_due: 5420, ending_balance: 0 })
  await stripe.invoices.voidInvoice(open?.id ?? '')
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -3080 })
})

test('a restarted cycle begins a period with the same price, and moves a scheduled end', async () => {
  const shop = await startShop({ frozen: start })
  const begun = await shop.subscribe()
  await shop.advance(middle)
  await shop.stripe.subscriptions.update(begun.id, { cancel_at_period_end: true })
  const changed = await shop.stripe.subscriptions.update(begun.id, {
    billing_cycle_anchor: { type: 'now' },
  })
  expect(changed).toMatchObject({
    billing_cycle_anchor: at(middle),
    cancel_at: at('2027-05-16T00:00:00Z'),
  })
  expect((await invoicesOf(shop))[0]).toMatchObject({ total: 250, status: 'paid' })
})

test('within a trial a new price costs nothing, and counts when the trial ends', async () => {
  const shop = await startShop({ frozen: start })
  const year = await priceOf(shop, 5000, 'year')
  const begun = await shop.subscribe({ trial_period_days: 10 })
  await shop.advance(5 * DAY)
  const items = [{ id: itemOf(begun), price: year.id }]
  expect(await shop.stripe.subscriptions.update(begun.id, { items })).toMatchObject({
    status: 'trialing',
    trial_end: begun.trial_end,
    latest_invoice: begun.latest_invoice,
  })
  const next = await shop.stripe.invoices.createPreview({ subscription: begun.id })
  expect(next).toMatchObject({ total: 5000, created: begun.trial_end })
  await shop.advance(6 * DAY)
  expect((await invoicesOf(shop))[0]).toMatchObject({ total: 5000, status: 'paid' })
})

test('canceling at once can give back what is unused, and close with a last invoice', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer } = shop
  const [one, other, third] = [
    await shop.subscribe(),
    await shop.subscribe(),
    await shop.subscribe(),
  ]
  await shop.advance(middle)
  await stripe.subscriptions.cancel(one.id, {
    prorate: true,
    invoice_now: true,
    cancellation_details: { comment: 'Moved away', feedback: 'unused' },
  })
  expect(await stripe.subscriptions.retrieve(one.id)).toMatchObject({
    status: 'canceled',
    cancellation_details: { comment: 'Moved away', feedback: 'unused' },
  })
  expect((await invoicesOf(shop))[0]).toMatchObject({ total: -250, ending_balance: -250 })
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -250 })

  const waiting = async () =>
    (await stripe.invoiceItems.list({ customer: customer.id, pending: true })).data
  await stripe.subscriptions.cancel(other.id, { prorate: true })
  expect(await waiting()).toMatchObject([{ amount: -250 }])
  // Without either, what waited is dropped.
  const dear = await priceOf(shop, 1000)
  await stripe.subscriptions.update(third.id, { items: [{ id: itemOf(third), price: dear.id }] })
  expect(await waiting()).toHaveLength(3)
  await stripe.subscriptions.cancel(third.id)
  expect(await waiting()).toHaveLength(1)
  expect(await typesOf(shop)).toContain('invoiceitem.deleted')
  const wrong = await refusal(
    stripe.subscriptions.cancel(third.id, { cancellation_details: { feedback: 'bored' } }),
  )
  expect(wrong.param).toBe('cancellation_details[feedback]')
})

test('a subscription that ends with its period asks for what waited in a last invoice', async () => {
  const shop = await startShop({ frozen: start })
  const dear = await priceOf(shop, 1000)
  const begun = await shop.subscribe()
  await shop.advance(middle)
  await shop.stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: dear.id }],
    cancel_at_period_end: true,
  })
  const preview = await shop.stripe.invoices.createPreview({ subscription: begun.id })
  expect(preview.total).toBe(250)
  await shop.advance('2027-05-01T01:00:00Z')
  expect((await invoicesOf(shop))[0]).toMatchObject({ total: 250, status: 'paid' })
  expect(await shop.stripe.subscriptions.retrieve(begun.id)).toMatchObject({ status: 'canceled' })
})

test('what can not be is refused: other currencies, mixed intervals, dates outside, items of others', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const begun = await shop.subscribe()
  const item = itemOf(begun)
  const year = await priceOf(shop, 5000, 'year')
  const euro = await stripe.prices.create({
    currency: 'eur',
    unit_amount: 500,
    recurring: { interval: 'month' },
    product_data: { name: 'Elsewhere' },
  })
  const old = await priceOf(shop, 400)
  await stripe.prices.update(old.id, { active: false })
  const update = (more: object) => refusal(stripe.subscriptions.update(begun.id, more))
  const date = at('2027-03-31T00:00:00Z')
  expect((await update({ items: [{ id: item, price: euro.id }] })).message).toContain('`eur`')
  expect((await update({ items: [{ id: item, price: old.id }] })).message).toContain('inactive')
  expect((await update({ items: [{ price: year.id }] })).message).toContain('interval fields')
  expect((await update({ items: [{ id: 'si_x', quantity: 2 }] })).code).toBe('resource_missing')
  expect((await update({ items: [{ id: item, deleted: true }] })).param).toBe('items')
  expect(
    (await update({ items: [{ id: item, price: year.id }], proration_date: date })).param,
  ).toBe('proration_date')
  expect(await invoicesOf(shop)).toHaveLength(1)
})

test('a preview and the change agree to the cent, whatever changes and when, and a preview keeps nothing', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer } = shop
  const prices = [
    shop.price,
    await priceOf(shop, 1199),
    await priceOf(shop, 333),
    await priceOf(shop, 4999, 'year'),
    await priceOf(shop, 9900, 'year'),
  ].map(({ id }) => id)
  const subscription = await shop.subscribe()
  const change = fc.record({
    price: fc.constantFrom(...prices),
    quantity: fc.integer({ min: 1, max: 3 }),
    behavior: fc.constantFrom('always_invoice' as const, 'create_prorations' as const),
    restart: fc.boolean(),
    wait: fc.integer({ min: 1, max: 20 * DAY }),
    back: fc.integer({ min: 0, max: 3600 }),
  })
  await fc.assert(
    fc.asyncProperty(change, async ({ price, quantity, behavior, restart, wait, back }) => {
      await shop.advance(wait)
      const before = await stripe.subscriptions.retrieve(subscription.id)
      const { frozen_time: now } = await stripe.testHelpers.testClocks.retrieve(
        shop.clock?.id ?? '',
      )
      const [item] = before.items.data
      const details = {
        items: [{ id: itemOf(before), price, quantity }],
        proration_behavior: behavior,
        proration_date: Math.max(now - back, item?.current_period_start ?? now),
        ...(restart ? { billing_cycle_anchor: { type: 'now' as const } } : {}),
      }
      const events = (await stripe.events.list({ limit: 1 })).data[0]?.id
      const foretold = await stripe.invoices.createPreview({
        subscription: before.id,
        subscription_details: details,
      })
      expect(await stripe.subscriptions.retrieve(before.id)).toEqual(before)
      expect((await stripe.events.list({ limit: 1 })).data[0]?.id).toBe(events)
      const after = await stripe.subscriptions.update(before.id, details)
      const made =
        after.latest_invoice === before.latest_invoice
          ? await stripe.invoices.createPreview({ subscription: before.id })
          : await stripe.invoices.retrieve(idIn(after.latest_invoice))
      const told = ({ total, amount_due, starting_balance, lines }: typeof made) => ({
        total,
        amount_due,
        starting_balance,
        lines: lines.data.map(({ amount, description, period }) => [amount, description, period]),
      })
      expect(told(made)).toEqual(told(foretold))
    }),
    { numRuns: 25 },
  )
  // No cent is lost: what was asked for is what was paid and what the balance is.
  const invoices = await stripe.invoices
    .list({ customer: customer.id, limit: 100 })
    .autoPagingToArray({ limit: 1000 })
  const final = invoices.filter(({ status }) => status === 'paid')
  const { balance } = await stripe.customers.retrieve(customer.id).then((one) => {
    if (one.deleted) throw new Error('The customer is gone.')
    return one
  })
  expect(sum(final.map(({ amount_paid }) => amount_paid)) + balance).toBe(
    sum(final.map(({ total }) => total)),
  )
})

test('previews of what is not there yet, and of what will not come', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer, price } = shop
  const first = await stripe.invoices.createPreview({
    customer: customer.id,
    subscription_details: { items: [{ price: price.id, quantity: 2 }] },
  })
  expect(first).toMatchObject({ total: 1000, billing_reason: 'upcoming', status: 'draft' })
  const none = await refusal(stripe.invoices.createPreview({ customer: customer.id }))
  expect(none).toMatchObject({ statusCode: 404, code: 'invoice_upcoming_none' })
  const { id } = await shop.subscribe()
  expect(await stripe.invoices.createPreview({ customer: customer.id })).toMatchObject({
    total: 500,
    created: at('2027-05-01T00:00:00Z'),
    next_payment_attempt: at('2027-05-01T01:00:00Z'),
  })
  const stop = { subscription: id, subscription_details: { cancel_at_period_end: true } }
  expect((await refusal(stripe.invoices.createPreview(stop))).code).toBe('invoice_upcoming_none')
  await shop.advance(middle)
  const now = { subscription: id, subscription_details: { cancel_now: true } }
  expect((await stripe.invoices.createPreview(now)).total).toBe(-250)
  await stripe.subscriptions.cancel(id)
  const over = await refusal(stripe.invoices.createPreview({ subscription: id }))
  expect(over.code).toBe('invoice_upcoming_none')
})

import { expect, test } from 'vitest'
import { at, invoicesOf, itemOf, priceOf, typesOf } from './testing/changes.ts'
import { HOUR, refusal, type Shop, startShop } from './testing/start.ts'

const start = '2027-04-01T00:00:00Z'
const middle = '2027-04-16T00:00:00Z'

/** In mid-April, with a card that is declined from now on and a dearer price to go to. */
async function withBadCard(card = 'pm_card_chargeDeclined') {
  const shop = await startShop({ frozen: start })
  const dear = await priceOf(shop, 1000)
  const { id } = await shop.subscribe()
  await shop.advance(middle)
  const begun = await shop.stripe.subscriptions.update(id, { default_payment_method: card })
  const items = [{ id: itemOf(begun), price: dear.id }]
  return { shop, dear, begun, items }
}

const priceNow = async ({ stripe }: Shop, id: string) =>
  (await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id

test('a change whose payment fails happens all the same, and is past due', async () => {
  const { shop, dear, begun, items } = await withBadCard()
  const changed = await shop.stripe.subscriptions.update(begun.id, {
    items,
    proration_behavior: 'always_invoice',
  })
  expect(changed).toMatchObject({ status: 'past_due', pending_update: null })
  expect(await priceNow(shop, begun.id)).toBe(dear.id)
  expect((await invoicesOf(shop))[0]).toMatchObject({
    status: 'open',
    amount_due: 250,
    next_payment_attempt: at(middle) + 3 * 24 * HOUR,
  })
})

test('error_if_incomplete changes nothing when the payment fails', async () => {
  const { shop, begun, items } = await withBadCard()
  const no = await refusal(
    shop.stripe.subscriptions.update(begun.id, {
      items,
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    }),
  )
  expect(no).toMatchObject({ statusCode: 402, code: 'card_declined' })
  expect(await shop.stripe.subscriptions.retrieve(begun.id)).toEqual(begun)
  expect(await invoicesOf(shop)).toHaveLength(1)
})

test('default_incomplete waits for the payment on its invoice', async () => {
  const { shop, begun, items } = await withBadCard('pm_card_visa')
  const changed = await shop.stripe.subscriptions.update(begun.id, {
    items,
    proration_behavior: 'always_invoice',
    payment_behavior: 'default_incomplete',
  })
  expect(changed.status).toBe('past_due')
  const [open] = await invoicesOf(shop)
  expect(open).toMatchObject({ status: 'open', attempt_count: 0 })
  await shop.stripe.invoices.pay(open?.id ?? '')
  expect((await shop.stripe.subscriptions.retrieve(begun.id)).status).toBe('active')
})

test('pending_if_incomplete changes at once what is paid at once', async () => {
  const { shop, dear, begun, items } = await withBadCard('pm_card_visa')
  const changed = await shop.stripe.subscriptions.update(begun.id, {
    items,
    proration_behavior: 'always_invoice',
    payment_behavior: 'pending_if_incomplete',
  })
  expect(changed).toMatchObject({ status: 'active', pending_update: null })
  expect(changed.items.data[0]?.price.id).toBe(dear.id)
  expect(await typesOf(shop)).not.toContain('customer.subscription.pending_update_applied')
})

test('a change that waits for its payment is made when it is paid', async () => {
  const { shop, dear, begun } = await withBadCard()
  const { stripe, price } = shop
  const year = await priceOf(shop, 5000, 'year')
  const waiting = await stripe.subscriptions.update(begun.id, {
    items: [{ id: itemOf(begun), price: year.id }],
    payment_behavior: 'pending_if_incomplete',
  })
  const [open] = await invoicesOf(shop)
  expect(waiting).toMatchObject({
    status: 'active',
    latest_invoice: open?.id,
    billing_cycle_anchor: at(start),
    items: { data: [{ price: { id: price.id } }] },
    pending_update: {
      billing_cycle_anchor: at(middle),
      expires_at: at(middle) + 23 * HOUR,
      subscription_items: [{ id: itemOf(begun), price: { id: year.id } }],
    },
  })
  expect(open).toMatchObject({ status: 'open', amount_due: 4750, next_payment_attempt: null })
  await stripe.invoices.pay(open?.id ?? '', { payment_method: 'pm_card_visa' })
  const paid = await stripe.subscriptions.retrieve(begun.id)
  expect(paid).toMatchObject({
    status: 'active',
    pending_update: null,
    billing_cycle_anchor: at(middle),
  })
  expect(await priceNow(shop, begun.id)).toBe(year.id)
  expect(await typesOf(shop)).toContain('customer.subscription.pending_update_applied')
  // What was paid for the year is what a later change gives back.
  const preview = await stripe.invoices.createPreview({
    subscription: begun.id,
    subscription_details: { items: [{ id: itemOf(begun), price: dear.id }] },
  })
  expect(preview.total).toBe(1000 - 5000)
})

test('a change that is not paid within 23 hours is forgotten, and so is one that is taken back', async () => {
  const { shop, begun, items } = await withBadCard()
  const { stripe, price } = shop
  const ask = () =>
    stripe.subscriptions.update(begun.id, {
      items,
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })
  await ask()
  await shop.advance(23 * HOUR)
  expect(await stripe.subscriptions.retrieve(begun.id)).toMatchObject({
    status: 'active',
    pending_update: null,
  })
  expect(await priceNow(shop, begun.id)).toBe(price.id)
  expect((await invoicesOf(shop))[0]).toMatchObject({ status: 'void' })
  const expired = 'customer.subscription.pending_update_expired'
  expect((await typesOf(shop)).filter((type) => type === expired)).toHaveLength(1)

  const again = await ask()
  await stripe.invoices.voidInvoice(
    typeof again.latest_invoice === 'string' ? again.latest_invoice : '',
  )
  expect((await stripe.subscriptions.retrieve(begun.id)).pending_update).toBeNull()
  // Another change takes the place of the one that waits.
  await ask()
  await ask()
  expect((await invoicesOf(shop)).map(({ status }) => status)).toEqual([
    'open',
    'void',
    'void',
    'void',
    'paid',
  ])
  await stripe.subscriptions.cancel(begun.id)
  await shop.advance(48 * HOUR)
})

test('a change that waits can say nothing else', async () => {
  const { shop, begun, items } = await withBadCard()
  const no = await refusal(
    shop.stripe.subscriptions.update(begun.id, {
      items,
      metadata: { a: '1' },
      payment_behavior: 'pending_if_incomplete',
    }),
  )
  expect(no).toMatchObject({ statusCode: 400, param: 'metadata' })
})

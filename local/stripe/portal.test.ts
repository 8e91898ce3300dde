import { expect, test } from 'vitest'
import { listen } from './testing/endpoint.ts'
import { DAY, goodCard, HOUR, post, read, sim, type Shop, startShop } from './testing/start.ts'

async function openPortal({ stripe, customer }: Shop): Promise<string> {
  const session = await stripe.billingPortal.sessions.create({
    customer: customer.id,
    return_url: 'http://localhost:3000/account/return',
  })
  return session.url
}

test('the first page shows the subscription, its card, its invoices and the way back', async () => {
  const shop = await startShop()
  await post((await shop.openSession()).url, goodCard)
  const { text, html } = await read(await openPortal(shop))
  expect(text).toContain('Your subscription')
  expect(text).toMatch(/The Leadline \$5\.00 per month Renews on \d+ \w+ \d{4}/)
  expect(text).toMatch(/visa ending in 4242, expires 12 \/ 40/)
  expect(text).toMatch(/\$5\.00 paid View/)
  expect(html).toContain(
    '<a href="http://localhost:3000/account/return">Return to localhost:3000</a>',
  )
})

test('canceling asks first, then sets cancel_at alone, and can be taken back', async () => {
  const shop = await startShop()
  const { stripe } = shop
  const { id, items } = await shop.subscribe()
  const hook = await listen(stripe, ['customer.subscription.updated'])
  const portal = await openPortal(shop)
  expect((await read(portal)).html).toContain(`${new URL(portal).pathname}/cancel/${id}`)
  const asked = await read(`${portal}/cancel/${id}`)
  expect(asked.text).toContain('Cancel your subscription?')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at: null })

  const canceled = await post(`${portal}/cancel/${id}`)
  expect(canceled.status).toBe(303)
  const end = items.data[0]?.current_period_end
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'active',
    cancel_at: end,
    cancel_at_period_end: false,
    canceled_at: expect.any(Number),
    cancellation_details: { reason: 'cancellation_requested' },
  })
  await hook.until((all) => all.length === 1)
  expect(hook.received[0]?.event.data.previous_attributes).toMatchObject({ cancel_at: null })
  const after = await read(shop.url + canceled.location)
  expect(after.text).toMatch(/has been canceled.*Canceled: it ends on .*Don't cancel subscription/)

  await post(`${portal}/resume/${id}`)
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    cancel_at: null,
    canceled_at: null,
  })
})

test('what the portal canceled ends by itself', async () => {
  const shop = await startShop()
  const { id } = await shop.subscribe()
  const portal = await openPortal(shop)
  await post(`${portal}/cancel/${id}`)
  await sim(shop.url, '/advance', { seconds: 32 * DAY })
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' })
})

test('a new card pays from now on; one that is wrong or declined changes nothing', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  await post((await shop.openSession()).url, goodCard)
  const portal = await openPortal(shop)
  expect(await post(`${portal}/card`, { ...goodCard, number: '1' })).toMatchObject({ status: 422 })
  expect(await post(`${portal}/card`, { ...goodCard, number: '4000000000000002' })).toMatchObject({
    status: 422,
  })
  expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toHaveLength(1)

  await post(`${portal}/card`, { ...goodCard, number: '5555 5555 5555 4444' })
  const [subscription] = (
    await stripe.subscriptions.list({ expand: ['data.default_payment_method'] })
  ).data
  expect(subscription?.default_payment_method).toMatchObject({
    card: { brand: 'mastercard', last4: '4444' },
  })
  const { data } = await stripe.paymentMethods.list({ customer: customer.id })
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    invoice_settings: { default_payment_method: data[0]?.id },
  })
})

test('a card that asks for authentication is kept once that is done', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const portal = await openPortal(shop)
  const card = { ...goodCard, number: '4000002500003155' }
  const asked = await post(`${portal}/card`, card)
  expect(await post(shop.url + asked.location, { answer: 'fail' })).toMatchObject({ status: 422 })
  expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toEqual([])
  const again = await post(`${portal}/card`, card)
  expect(await post(shop.url + again.location, { answer: 'complete' })).toMatchObject({
    status: 303,
  })
  expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toHaveLength(1)
})

test('a failed renewal is paid on its own page, and the card pays from then on', async () => {
  const shop = await startShop()
  const { stripe } = shop
  await post((await shop.openSession()).url, { ...goodCard, number: '4000 0000 0000 0341' })
  await sim(shop.url, '/advance', { seconds: 32 * DAY })
  const [subscription] = (await stripe.subscriptions.list({})).data
  expect(subscription).toMatchObject({ status: 'past_due' })
  const portal = await openPortal(shop)
  expect((await read(portal)).text).toMatch(/The last payment failed.*open Pay/)

  const [open] = (await stripe.invoices.list({ status: 'open' })).data
  const page = open?.hosted_invoice_url ?? ''
  expect((await read(page)).text).toMatch(/Pay this invoice.*Pay \$5\.00/)
  expect(await post(page, { ...goodCard, number: '4000000000009995' })).toMatchObject({
    status: 422,
  })
  expect(await post(page, goodCard)).toMatchObject({ status: 303 })
  expect(
    await stripe.subscriptions.retrieve(subscription?.id ?? '', {
      expand: ['default_payment_method'],
    }),
  ).toMatchObject({
    status: 'active',
    default_payment_method: { card: { last4: '4242' } },
  })
  const receipt = await read(`${page}?paid`)
  expect(receipt.text).toMatch(/Thank you\..*Status paid/)
  expect(receipt.text).not.toContain('Pay this invoice')
  // Paying what is paid does nothing.
  expect(await post(page, goodCard)).toMatchObject({ status: 303 })
})

test('an invoice is a PDF too, and a receipt leads to its invoice', async () => {
  const shop = await startShop()
  await shop.subscribe()
  const [invoice] = (await shop.stripe.invoices.list()).data
  const pdf = await fetch(invoice?.invoice_pdf ?? '')
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  const text = Buffer.from(await pdf.arrayBuffer()).toString('latin1')
  expect(text).toMatch(/^%PDF-1\.4[\s\S]*Total: \$5\.00[\s\S]*%%EOF\n$/)
  const table = Number(/startxref\n(\d+)/.exec(text)?.[1])
  expect(text.slice(table)).toMatch(/^xref/)
  const [charge] = (await shop.stripe.charges.list()).data
  const receipt = await fetch(charge?.receipt_url ?? '', { redirect: 'manual' })
  expect(receipt.headers.get('location')).toBe(`/i/${invoice?.id}`)
})

test('a portal link shows its own customer only, and not for ever', async () => {
  const shop = await startShop()
  const other = await shop.stripe.customers.create({ email: 'eve@example.com' })
  const { id } = await shop.subscribe()
  const session = await shop.stripe.billingPortal.sessions.create({ customer: other.id })
  for (const step of ['cancel', 'resume'])
    expect(await post(`${session.url}/${step}/${id}`)).toMatchObject({ status: 404 })
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at: null })
  expect((await read(session.url)).text).not.toContain('Return to')
  expect(await read(`${shop.url}/p/session/test_simNobody`)).toMatchObject({ status: 410 })
  // Time that is advanced does not close a page that somebody has open.
  await sim(shop.url, '/advance', { seconds: 48 * HOUR })
  expect(await read(session.url)).toMatchObject({ status: 200 })
})

import { expect, test } from 'vitest'
import { goodCard, post, read, refusal, startShop } from './testing/start.ts'

const asking = {
  tax_id_collection: { enabled: true },
  customer_update: { name: 'auto', address: 'auto' },
} as const

test('a business says its name and tax id, which are on its invoices', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const session = await shop.openSession(asking)
  expect((await read(session.url)).text).toContain("I'm buying as a business")
  const said = { ...goodCard, business: 'yes', business_name: 'Novak s.r.o.' }
  const wrong = await post(session.url, { ...said, tax_id: '12' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toMatch(
    /value="Novak s\.r\.o\."[\s\S]*aria-invalid[\s\S]*Your tax ID is invalid/,
  )
  expect((await post(session.url, { ...said, business_name: '' })).body).toContain(
    'Enter your business name.',
  )
  await post(session.url, { ...said, tax_id: 'cz 12345678' })
  const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice'] })
  const taxIds = [{ type: 'eu_vat', value: 'CZ12345678' }]
  expect(after).toMatchObject({
    customer_details: { name: 'Novak s.r.o.', tax_ids: taxIds },
    invoice: { customer_name: 'Novak s.r.o.', customer_tax_ids: taxIds },
  })
  expect(await stripe.customers.retrieve(customer.id, { expand: ['tax_ids'] })).toMatchObject({
    name: 'Novak s.r.o.',
    tax_ids: { data: [{ country: 'CZ', ...taxIds[0] }] },
  })
  const { data } = await stripe.invoices.list()
  const page = await read(data[0]?.hosted_invoice_url ?? null)
  expect(page.text).toMatch(/Novak s\.r\.o\. anna@example\.com Tax ID CZ12345678/)
  const pdf = await fetch(data[0]?.invoice_pdf ?? '')
  expect(await pdf.text()).toMatch(/Novak s\.r\.o\.[\s\S]*Tax ID: CZ12345678/)
  // Who has told it once is not asked again.
  expect((await read((await shop.openSession(asking)).url)).text).not.toContain('as a business')
})

test.for([
  ['GB123456789', 'gb_vat'],
  ['DE123456789', 'eu_vat'],
  ['12-3456789', 'us_ein'],
])('%s is a %s', async ([taxId = '', type]) => {
  const { stripe, price } = await startShop()
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'http://localhost:3000/',
    tax_id_collection: { enabled: true },
  })
  const said = { email: 'b@example.com', business: 'yes', business_name: 'B', tax_id: taxId }
  await post(session.url, { ...goodCard, ...said })
  const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['customer'] })
  expect(after).toMatchObject({
    customer: { name: 'B', email: 'b@example.com' },
    customer_details: { tax_ids: [{ type, value: taxId }] },
  })
})

test('what is typed counts only where the box is ticked, also when the card asks for its holder', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const typed = { business_name: 'B', tax_id: 'DE123456789' }
  await post((await shop.openSession(asking)).url, { ...goodCard, ...typed })
  expect((await stripe.customers.listTaxIds(customer.id)).data).toEqual([])
  const session = await shop.openSession(asking)
  const card = { ...goodCard, number: '4000002500003155' }
  const asked = await post(session.url, { ...card, ...typed, business: 'yes' })
  expect((await stripe.customers.listTaxIds(customer.id)).data).toEqual([])
  await post(shop.url + asked.location, { answer: 'complete' })
  expect((await stripe.customers.listTaxIds(customer.id)).data).toMatchObject([
    { value: 'DE123456789' },
  ])
})

test('a business of a known customer must be allowed to become its name', async () => {
  const shop = await startShop()
  const asked = shop.openSession({ tax_id_collection: { enabled: true } })
  expect((await refusal(asked)).message).toMatch(
    /^Tax ID collection requires updating business name/,
  )
})

test('tax ids are added, read and taken away by API', async () => {
  const { stripe, customer } = await startShop()
  const wrong = stripe.customers.createTaxId(customer.id, { type: 'eu_vat', value: '12' })
  expect(await refusal(wrong)).toMatchObject({ code: 'tax_id_invalid', param: 'value' })
  const made = await stripe.customers.createTaxId(customer.id, {
    type: 'eu_vat',
    value: 'DE123456789',
  })
  expect(await stripe.customers.retrieveTaxId(customer.id, made.id)).toEqual(made)
  const other = await stripe.customers.create()
  expect(await refusal(stripe.customers.retrieveTaxId(other.id, made.id))).toMatchObject({
    statusCode: 404,
  })
  expect(await stripe.customers.deleteTaxId(customer.id, made.id)).toMatchObject({ deleted: true })
  expect((await stripe.customers.listTaxIds(customer.id)).data).toEqual([])
})

test('automatic tax asks where the buyer lives, and adds the tax before and after', async () => {
  const shop = await startShop({ frozen: '2027-01-01T10:00:00Z' })
  const { stripe, customer } = shop
  const session = await shop.openSession({
    automatic_tax: { enabled: true },
    customer_update: { address: 'auto' },
  })
  expect(session.automatic_tax).toMatchObject({ enabled: true, status: 'requires_location_inputs' })
  expect((await post(session.url, goodCard)).body).toContain('Choose your country')
  await post(`${session.url}/country`, { country: 'DE' })
  expect((await read(session.url)).text).toContain('Tax $0.00 Total due today $5.00')
  await post(`${session.url}/country`, { country: 'GB' })
  expect((await read(session.url)).text).toContain('Tax $1.00 Total due today $6.00')
  await post(session.url, goodCard)
  const after = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['invoice', 'subscription', 'customer'],
  })
  expect(after).toMatchObject({
    amount_total: 600,
    total_details: { amount_tax: 100 },
    automatic_tax: { enabled: true, status: 'complete' },
    customer: { address: { country: 'GB' } },
    subscription: { automatic_tax: { enabled: true } },
    invoice: {
      subtotal: 500,
      total_excluding_tax: 500,
      total: 600,
      amount_paid: 600,
      total_taxes: [{ amount: 100, taxable_amount: 500, taxability_reason: 'standard_rated' }],
    },
  })
  await shop.advance('2027-02-01T12:00:00Z')
  const { data } = await stripe.invoices.list({ customer: customer.id })
  expect(data.map(({ amount_paid }) => amount_paid)).toEqual([600, 600])
})

test('without an address there is no automatic tax', async () => {
  const shop = await startShop()
  const tax = { automatic_tax: { enabled: true } }
  for (const asked of [shop.openSession(tax), shop.subscribe(tax)])
    expect(await refusal(asked)).toMatchObject({ code: 'customer_tax_location_invalid' })
  await shop.stripe.customers.update(shop.customer.id, { address: { country: 'FR' } })
  expect(await shop.subscribe(tax)).toMatchObject({ automatic_tax: { enabled: true } })
})

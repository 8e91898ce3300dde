import type { Stripe } from 'stripe'
import { expect, test } from 'vitest'
import { invoicesOf, priceOf } from './testing/changes.ts'
import { goodCard, idIn, post, read, refusal, type Shop, startShop } from './testing/start.ts'

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

/** A portal of the shop's customer with these features and no others. */
async function portalWith(
  { stripe, customer }: Shop,
  features: Features,
  more: Partial<Stripe.BillingPortal.SessionCreateParams> = {},
) {
  const { id } = await stripe.billingPortal.configurations.create({ features })
  const session = await stripe.billingPortal.sessions.create({
    customer: customer.id,
    configuration: id,
    return_url: 'http://localhost:3000/account',
    ...more,
  })
  return session.url
}

const cancel = { enabled: true }

const leave = (subscription: string) =>
  ({ type: 'subscription_cancel', subscription_cancel: { subscription } }) as const

test('a configuration is made, read, changed in parts, and switched off', async () => {
  const { stripe, customer, price } = await startShop()
  const { configurations } = stripe.billingPortal
  const products = [{ product: idIn(price.product), prices: [price.id] }]
  const made = await configurations.create({
    business_profile: { headline: 'The Leadline', privacy_policy_url: 'http://localhost/privacy' },
    default_return_url: 'http://localhost/account',
    features: {
      invoice_history: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: 'immediately',
        proration_behavior: 'always_invoice',
        cancellation_reason: { enabled: true, options: ['unused', 'other'] },
      },
      subscription_update: { enabled: true, default_allowed_updates: ['price'], products },
    },
    metadata: { a: '1' },
    name: 'Readers',
  })
  expect(made).toMatchObject({
    active: true,
    is_default: false,
    name: 'Readers',
    business_profile: { headline: 'The Leadline', terms_of_service_url: null },
    features: {
      customer_update: { enabled: false },
      payment_method_update: { enabled: false },
      subscription_cancel: {
        mode: 'immediately',
        cancellation_reason: { options: ['unused', 'other'] },
      },
    },
  })
  // Stripe tells the products only to those who ask for them.
  expect(made.features.subscription_update.products).toBeUndefined()
  const expand = ['features.subscription_update.products']
  expect(await configurations.retrieve(made.id, { expand })).toMatchObject({
    features: { subscription_update: { products } },
  })
  const changed = await configurations.update(made.id, {
    features: { subscription_cancel: { enabled: false } },
    business_profile: { headline: '' },
    default_return_url: '',
  })
  expect(changed).toMatchObject({
    default_return_url: null,
    business_profile: { headline: null, privacy_policy_url: 'http://localhost/privacy' },
    features: {
      invoice_history: { enabled: true },
      subscription_cancel: { enabled: false, mode: 'immediately' },
    },
  })
  await configurations.update(made.id, { active: false })
  const active = (await configurations.list({ active: true })).data
  expect(active.map(({ is_default }) => is_default)).toEqual([true])
  const use = stripe.billingPortal.sessions.create({
    customer: customer.id,
    configuration: made.id,
  })
  expect((await refusal(use)).param).toBe('configuration')
  const off = configurations.update(active[0]?.id ?? '', { active: false })
  expect((await refusal(off)).param).toBe('active')
})

test('what makes no sense in a configuration is refused', async () => {
  const { stripe, price } = await startShop()
  const make = (features: object) =>
    refusal(stripe.billingPortal.configurations.create({ features }))
  const product = await stripe.products.create({ name: 'Another' })
  const products = [{ product: product.id, prices: [price.id] }]
  expect(await make({ customer_update: { enabled: true } })).toMatchObject({
    param: 'features[customer_update][allowed_updates]',
  })
  expect(await make({ subscription_update: { enabled: true } })).toMatchObject({
    param: 'features[subscription_update][products]',
  })
  expect(await make({ subscription_update: { enabled: false, products } })).toMatchObject({
    param: 'features[subscription_update][products][0]',
  })
  const reason = { enabled: true, cancellation_reason: { enabled: true } }
  expect(await make({ subscription_cancel: reason })).toMatchObject({
    param: 'features[subscription_cancel][cancellation_reason][options]',
  })
  expect(await make({ colours: { enabled: true } })).toMatchObject({ code: 'parameter_unknown' })
})

test('what is switched off is neither shown nor taken', async () => {
  const shop = await startShop()
  const { id } = await shop.subscribe()
  const portal = await portalWith(shop, { invoice_history: { enabled: false } })
  const { text } = await read(portal)
  expect(text).toContain('Renews on')
  for (const word of ['Invoices', 'Cancel', 'Update', 'Billing information'])
    expect(text).not.toContain(word)
  for (const step of ['card', 'details', `cancel/${id}`, `resume/${id}`, `update/${id}`]) {
    expect(await read(`${portal}/${step}`)).toMatchObject({ status: 404 })
    expect(await post(`${portal}/${step}`, goodCard)).toMatchObject({ status: 404 })
  }
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at: null })
})

test('a cancellation tells why, when it is asked, and can end a subscription at once with its money back', async () => {
  const shop = await startShop()
  const { id } = await shop.subscribe()
  const portal = await portalWith(shop, {
    subscription_cancel: {
      ...cancel,
      mode: 'immediately',
      proration_behavior: 'always_invoice',
      cancellation_reason: { enabled: true, options: ['unused', 'other'] },
    },
  })
  const { text } = await read(`${portal}/cancel/${id}`)
  expect(text).toMatch(/It ends at once\..*I no longer need it.*Other reason/)
  expect(text).not.toContain('too expensive')
  await post(`${portal}/cancel/${id}`, { feedback: 'unused', comment: 'Moved' })
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    cancellation_details: { feedback: 'unused', comment: 'Moved' },
  })
  expect((await invoicesOf(shop))[0]?.total).toBe(-500)
})

test('people change what they may of their own information', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const portal = await portalWith(shop, {
    customer_update: { enabled: true, allowed_updates: ['email', 'name'] },
  })
  expect((await read(portal)).text).toContain('Update information')
  const wrong = await post(`${portal}/details`, { email: 'nobody', name: 'Anna' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('value="Anna"')
  await post(`${portal}/details`, { email: 'new@example.com', name: 'Anna', phone: '123' })
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    email: 'new@example.com',
    name: 'Anna',
    phone: null,
  })
})

test('a change of price shows what it costs, and costs that', async () => {
  const shop = await startShop()
  const { stripe, price } = shop
  const year = await priceOf(shop, 5000, 'year')
  const { id } = await shop.subscribe()
  const portal = await portalWith(shop, {
    subscription_update: {
      enabled: true,
      default_allowed_updates: ['price'],
      proration_behavior: 'create_prorations',
      products: [{ product: idIn(price.product), prices: [price.id, year.id] }],
    },
  })
  expect((await read(`${portal}/update/${id}`)).text).toContain('The Leadline, $50.00 per year')
  const asked = await read(`${portal}/update/${id}?price=${year.id}`)
  expect(asked.text).toContain('Due today $45.00')
  // Not to a price that is not offered, and not without the money.
  expect(await post(`${portal}/update/${id}`, { price: 'price_other' })).toMatchObject({
    status: 422,
  })
  await stripe.subscriptions.update(id, { default_payment_method: 'pm_card_chargeDeclined' })
  expect(await post(`${portal}/update/${id}`, { price: year.id })).toMatchObject({ status: 422 })
  expect(await invoicesOf(shop)).toHaveLength(1)
  await stripe.subscriptions.update(id, { default_payment_method: 'pm_card_visa' })
  await post(`${portal}/update/${id}`, { price: year.id })
  expect((await invoicesOf(shop))[0]).toMatchObject({ status: 'paid', amount_paid: 4500 })
})

test('a link for one thing leads there, and then where it says', async () => {
  const shop = await startShop()
  const { id } = await shop.subscribe()
  const features = { payment_method_update: { enabled: true }, subscription_cancel: cancel }
  const card = await portalWith(shop, features, {
    flow_data: {
      type: 'payment_method_update',
      after_completion: {
        type: 'redirect',
        redirect: { return_url: 'http://localhost:3000/done' },
      },
    },
  })
  const first = await read(card)
  expect(first.status).toBe(303)
  const page = shop.url + (first.headers.get('location') ?? '')
  const { html } = await read(page)
  expect(html).toContain('href="http://localhost:3000/account">Go back')
  expect(await post(page, goodCard)).toMatchObject({
    status: 303,
    location: 'http://localhost:3000/done',
  })
  const farewell = await portalWith(shop, features, {
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription: id },
      after_completion: {
        type: 'hosted_confirmation',
        hosted_confirmation: { custom_message: 'Come back soon.' },
      },
    },
  })
  const target = (await read(farewell)).headers.get('location') ?? ''
  expect(target).toContain(`/cancel/${id}`)
  const done = await post(shop.url + target)
  expect((await read(shop.url + done.location)).text).toContain('Come back soon.')
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({
    cancel_at: expect.any(Number),
  })
})

test('a link for one thing needs the thing', async () => {
  const shop = await startShop()
  const { id } = await shop.subscribe()
  const wrong = (features: Features, flow: Stripe.BillingPortal.SessionCreateParams.FlowData) =>
    refusal(portalWith(shop, features, { flow_data: flow }))
  expect((await wrong({ invoice_history: { enabled: true } }, leave(id))).param).toBe(
    'flow_data[type]',
  )
  expect((await wrong({ subscription_cancel: cancel }, { type: 'subscription_cancel' })).code).toBe(
    'parameter_missing',
  )
  await shop.stripe.subscriptions.update(id, { cancel_at_period_end: true })
  expect((await wrong({ subscription_cancel: cancel }, leave(id))).param).toContain('subscription')
})

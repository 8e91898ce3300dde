import { expect, test } from 'vitest'
import { later, MINUTE } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type CheckedSite, checkSetup } from './check-setup.ts'
import { openGateway } from './gateway.ts'
import { setUpAccount } from './setup.ts'
import { startLocalAccount } from './testing/local-account.ts'

useTestEnvironment()
const siteUrl = new URL('https://news.example')
const address = 'https://news.example/api/stripe/webhook'

/** An account as `billing setup` leaves it, and what is found wrong with it. */
async function account() {
  const { stripe, gateway } = await startLocalAccount()
  const setup = { stripe: gateway, dryRun: false, changes: [] }
  const { variables } = await setUpAccount(
    setup,
    { url: siteUrl, mainPrice: null },
    { rotate: false },
  )
  const monthlyPrice = variables.STRIPE_PRICE_MONTHLY ?? ''
  const portalConfiguration = variables.STRIPE_PORTAL_CONFIGURATION ?? null
  const site = { stripe: gateway, siteUrl, monthlyPrice, portalConfiguration }
  const problems = async (changes: Partial<CheckedSite> = {}, now = () => new Date()) => {
    const findings = await checkSetup({ ...site, ...changes }, now)
    return Object.fromEntries(
      findings.flatMap(({ name, problem }) => (problem === null ? [] : [[name, problem]])),
    )
  }
  const [endpoint] = (await stripe.webhookEndpoints.list()).data
  const [annual] = (await stripe.prices.list({ lookup_keys: ['foldline_annual'] })).data
  return {
    stripe,
    site,
    problems,
    monthlyPrice,
    portal: portalConfiguration ?? '',
    endpoint: endpoint?.id ?? '',
    annual: annual?.id ?? '',
  }
}

test('an account as billing setup leaves it is sound in every part', async () => {
  const { site, problems } = await account()
  const findings = await checkSetup(site, () => new Date())
  expect(findings.map(({ name }) => name).toSorted()).toEqual([
    'clock',
    'customer portal',
    'price annual',
    'price monthly',
    'stripe',
    'webhook endpoint',
  ])
  expect(await problems()).toEqual({})
})

test('51: a monthly price that is not there, archived, or not the one under its key', async () => {
  const { stripe, problems, monthlyPrice, annual } = await account()
  expect(await problems({ monthlyPrice: 'price_typo' })).toMatchObject({
    'price monthly': expect.stringMatching(/^The price price_typo, .+ not on this Stripe account/),
  })
  expect((await problems({ monthlyPrice: annual }))['price monthly']).toContain(
    'not paid every month',
  )
  await stripe.prices.update(monthlyPrice, { active: false })
  expect((await problems())['price monthly']).toContain('archived')
})

test('51: a price of another amount than pages tell, and one that another holds the key of', async () => {
  const { stripe, problems, monthlyPrice } = await account()
  const { product } = await stripe.prices.retrieve(monthlyPrice)
  const dearer = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 600,
    recurring: { interval: 'month' },
    product: typeof product === 'string' ? product : product.id,
    lookup_key: 'foldline_monthly',
    transfer_lookup_key: true,
  })
  expect(await problems()).toEqual({
    'price monthly': expect.stringContaining(`under foldline_monthly: that is ${dearer.id}`),
  })
  expect((await problems({ monthlyPrice: dearer.id }))['price monthly']).toContain(
    'is $6.00 at Stripe and $5.00 in lib/plans.ts',
  )
})

test('51: an annual price of another product would give nobody access', async () => {
  const { stripe, problems } = await account()
  await stripe.prices.create({
    currency: 'usd',
    unit_amount: 5000,
    recurring: { interval: 'year' },
    product_data: { name: 'Other' },
    lookup_key: 'foldline_annual',
    transfer_lookup_key: true,
  })
  expect(await problems()).toEqual({
    'price annual': expect.stringContaining('on another product than the monthly one'),
  })
})

test('an endpoint that is disabled, is sent other events, or is not there', async () => {
  const { stripe, problems, endpoint } = await account()
  await stripe.webhookEndpoints.update(endpoint, { enabled_events: ['invoice.paid'] })
  expect((await problems())['webhook endpoint']).toContain('not sent exactly the events')
  await stripe.webhookEndpoints.update(endpoint, { disabled: true })
  expect((await problems())['webhook endpoint']).toContain('is disabled')
  await stripe.webhookEndpoints.del(endpoint)
  expect((await problems())['webhook endpoint']).toContain(`no webhook endpoint for ${address}`)
})

test('an endpoint of another API version; with a good one beside it all is well', async () => {
  const { stripe, problems, endpoint } = await account()
  const old = await stripe.webhookEndpoints.create({
    url: address,
    enabled_events: ['invoice.paid'],
  })
  expect(await problems()).toEqual({})
  await stripe.webhookEndpoints.del(endpoint)
  expect((await problems())['webhook endpoint']).toMatch(
    new RegExp(`^The webhook endpoint ${old.id} has the API version .+--rotate`),
  )
})

test('a site on this machine, to which a tool forwards events, needs no endpoint', async () => {
  const { stripe, problems, endpoint } = await account()
  await stripe.webhookEndpoints.del(endpoint)
  expect(await problems({ siteUrl: new URL('http://localhost:3000') })).toEqual({})
})

test('a portal configuration that is not active, or not there', async () => {
  const { stripe, problems, portal } = await account()
  await stripe.billingPortal.configurations.update(portal, { active: false })
  expect((await problems())['customer portal']).toContain('not active')
  expect((await problems({ portalConfiguration: 'bpc_typo' }))['customer portal']).toContain(
    'not on this Stripe account',
  )
})

test.each([
  [2 * MINUTE, '120 seconds ahead of'],
  [-2 * MINUTE, '120 seconds behind'],
])('a clock of ours that is off by %s ms is told', async (skew, words) => {
  const { problems } = await account()
  const { clock } = await problems({}, () => later(new Date(), skew))
  // The answer names whole seconds.
  expect(clock?.replace(/1(19|21) seconds/, '120 seconds')).toContain(words)
})

test('33: while Stripe is down that is all that is said', async () => {
  const { problems } = await account()
  const nowhere = openGateway({
    secretKey: 'sk_test_x',
    livemode: false,
    apiBase: new URL('http://127.0.0.1:9'),
    patience: 'interactive',
  })
  expect(await problems({ stripe: nowhere })).toEqual({
    stripe: expect.stringContaining('did not answer about prices, webhook endpoint'),
  })
})

import { expect, test } from 'vitest'
import { pinnedApiVersion } from './gateway.ts'
import { type Site, setUpAccount } from './setup.ts'
import { startLocalAccount } from './testing/local-account.ts'
import { webhookEvents } from './webhook-events.ts'

const site: Site = { url: new URL('https://news.example'), mainPrice: null }
const address = 'https://news.example/api/stripe/webhook'

async function account() {
  const { stripe, gateway } = await startLocalAccount()
  const setUp = async (options: { dryRun?: boolean; rotate?: boolean; site?: Site } = {}) => {
    const changes: string[] = []
    const outcome = await setUpAccount(
      { stripe: gateway, dryRun: options.dryRun ?? false, changes },
      options.site ?? site,
      { rotate: options.rotate ?? false },
    )
    return { ...outcome, changes }
  }
  const endpoints = async () => (await stripe.webhookEndpoints.list()).data
  const portals = async () => {
    const { data } = await stripe.billingPortal.configurations.list()
    return data.filter(({ metadata }) => metadata?.foldline === 'portal')
  }
  return { stripe, setUp, endpoints, portals }
}

test('an empty account gets prices, portal and endpoint, and the variables are told', async () => {
  const { setUp, endpoints, portals } = await account()
  const outcome = await setUp()
  expect(outcome).toMatchObject({ broken: false, notes: [] })
  expect(outcome.variables).toEqual({
    STRIPE_PRICE_MONTHLY: expect.stringMatching(/^price_/),
    STRIPE_PORTAL_CONFIGURATION: expect.stringMatching(/^bpc_/),
    STRIPE_WEBHOOK_SECRET: expect.stringMatching(/^whsec_/),
  })
  expect(await endpoints()).toMatchObject([
    { url: address, api_version: pinnedApiVersion, status: 'enabled' },
  ])
  expect((await endpoints())[0]?.enabled_events.toSorted()).toEqual(webhookEvents.toSorted())
  const [portal] = await portals()
  expect(portal?.features).toMatchObject({
    payment_method_update: { enabled: true },
    invoice_history: { enabled: true },
    customer_update: { enabled: true },
    subscription_cancel: {
      enabled: true,
      mode: 'at_period_end',
      cancellation_reason: { enabled: true },
    },
    subscription_update: { enabled: false },
  })
  // The address for mail is that of the account, and is changed there.
  expect(portal?.features.customer_update.allowed_updates.toSorted()).toEqual([
    'address',
    'name',
    'tax_id',
  ])
})

test('a second run changes nothing and says how to find the secret', async () => {
  const { setUp, endpoints, portals } = await account()
  const first = await setUp()
  const second = await setUp()
  expect(second.changes).toEqual([])
  expect(second.broken).toBe(false)
  const { STRIPE_WEBHOOK_SECRET: _told, ...rest } = first.variables
  expect(second.variables).toEqual(rest)
  expect(second.notes).toEqual([expect.stringContaining('--rotate')])
  expect([await endpoints(), await portals()].map(({ length }) => length)).toEqual([1, 1])
})

test('a dry run says what a run would do, and does nothing', async () => {
  const { setUp, endpoints, portals } = await account()
  const dry = await setUp({ dryRun: true })
  expect([...(await endpoints()), ...(await portals())]).toEqual([])
  expect(dry.variables).toEqual({})
  expect((await setUp()).changes).toEqual(dry.changes)
})

test('what was changed by hand is brought up to date', async () => {
  const { stripe, setUp, endpoints, portals } = await account()
  await setUp()
  const [endpoint] = await endpoints()
  const [portal] = await portals()
  await stripe.webhookEndpoints.update(endpoint?.id ?? '', {
    enabled_events: ['invoice.paid'],
    disabled: true,
  })
  await stripe.billingPortal.configurations.update(portal?.id ?? '', {
    active: false,
    features: { customer_update: { enabled: true, allowed_updates: ['email'] } },
  })
  expect((await setUp()).changes).toHaveLength(2)
  expect((await endpoints())[0]).toMatchObject({ id: endpoint?.id, status: 'enabled' })
  expect((await portals())[0]).toMatchObject({ id: portal?.id, active: true })
  expect((await setUp()).changes).toEqual([])
})

test('an endpoint of another API version is not touched; --rotate makes one beside it', async () => {
  const { stripe, setUp, endpoints } = await account()
  const old = await stripe.webhookEndpoints.create({
    url: address,
    enabled_events: ['invoice.paid'],
  })
  const refused = await setUp()
  expect(refused).toMatchObject({ broken: true })
  expect(refused.notes).toEqual([expect.stringContaining(`${old.id} has the API version`)])
  expect(await endpoints()).toHaveLength(1)

  const rotated = await setUp({ rotate: true })
  expect(rotated).toMatchObject({ broken: false })
  expect(rotated.variables.STRIPE_WEBHOOK_SECRET).toMatch(/^whsec_/)
  expect(rotated.notes.join('\n')).toMatch(
    new RegExp(`STRIPE_WEBHOOK_SECRET_PREVIOUS[^]+delete ${old.id}`),
  )
  const after = await setUp()
  expect(after).toMatchObject({ broken: false, changes: [] })
  expect(after.notes.join('\n')).toContain(`${old.id} is another endpoint`)
})

test('endpoints of others on the account are left alone', async () => {
  const { stripe, setUp, endpoints } = await account()
  const url = 'https://shop.example/hook'
  const other = await stripe.webhookEndpoints.create({ url, enabled_events: ['invoice.paid'] })
  await setUp()
  expect(await endpoints()).toContainEqual(expect.objectContaining({ id: other.id, url }))
})

test.each([
  [null, 'SITE_URL is not set'],
  [new URL('http://localhost:3000'), 'Stripe cannot reach http://localhost:3000'],
])('with the address %s there is no endpoint, and the rest is done', async (url, words) => {
  const { setUp, endpoints } = await account()
  const outcome = await setUp({ site: { url, mainPrice: null } })
  expect(outcome).toMatchObject({ broken: false, notes: [expect.stringContaining(words)] })
  expect(outcome.variables.STRIPE_PRICE_MONTHLY).toMatch(/^price_/)
  expect(await endpoints()).toEqual([])
})

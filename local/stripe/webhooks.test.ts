import { expect, test } from 'vitest'
import { z } from 'zod'
import { listen } from './testing/endpoint.ts'
import { DAY, HOUR, refusal, sim, start, startShop } from './testing/start.ts'

const deliveriesShape = z.object({
  deliveries: z.array(
    z.object({
      id: z.number(),
      event: z.string(),
      type: z.string(),
      state: z.string(),
      attempts: z.number(),
      status: z.number().nullable(),
    }),
  ),
})

async function deliveries(url: string) {
  const answer = await fetch(`${url}/_sim/deliveries`)
  return deliveriesShape.parse(await answer.json()).deliveries
}

test('an endpoint tells its secret once, and hears only what it asked for', async () => {
  const { stripe } = await start()
  const hook = await listen(stripe, ['customer.created'])
  expect(hook.endpoint.secret).toMatch(/^whsec_sim/)
  const { id } = hook.endpoint
  expect(await stripe.webhookEndpoints.retrieve(id)).not.toHaveProperty('secret')
  expect((await stripe.webhookEndpoints.list()).data[0]).not.toHaveProperty('secret')

  const customer = await stripe.customers.create({ name: 'A' })
  await stripe.customers.update(customer.id, { name: 'B' })
  await stripe.customers.create({ name: 'C' })
  await hook.until((all) => all.length === 2)
  expect(hook.types()).toEqual(['customer.created', 'customer.created'])
  expect(hook.received[0]?.event).toMatchObject({
    object: 'event',
    api_version: '2026-10-28.endive',
    livemode: false,
    data: { object: { id: customer.id, name: 'A' } },
    request: { id: expect.stringMatching(/^req_sim/) },
    pending_webhooks: 1,
  })
  const event = hook.received[0]?.id ?? ''
  await expect.poll(async () => (await stripe.events.retrieve(event)).pending_webhooks).toBe(0)
})

test('an event keeps the object as it was, and says what was before', async () => {
  const { stripe } = await start()
  const customer = await stripe.customers.create({ name: 'A', metadata: { a: '1' } })
  await stripe.customers.update(customer.id, { name: 'B', metadata: { a: '2', b: '3' } })
  await stripe.customers.update(customer.id, { name: 'C' })
  await stripe.customers.update(customer.id, { name: 'C' })
  const { data } = await stripe.events.list({ type: 'customer.updated' })
  expect(data.map((event) => event.data)).toMatchObject([
    { object: { name: 'C' }, previous_attributes: { name: 'B' } },
    { object: { name: 'B' }, previous_attributes: { name: 'A', metadata: { a: '1', b: null } } },
  ])
})

test('events are listed by types and time', async () => {
  const shop = await startShop()
  await shop.subscribe()
  await sim(shop.url, '/advance', { seconds: DAY })
  const late = await shop.stripe.customers.create({ name: 'late' })
  const types = ['customer.created', 'invoice.paid']
  const all = await shop.stripe.events.list({ types })
  expect(all.data.map(({ type }) => type)).toEqual([
    'customer.created',
    'invoice.paid',
    'customer.created',
  ])
  const since = await shop.stripe.events.list({ types, created: { gte: late.created } })
  expect(since.data).toHaveLength(1)
  expect(
    (await shop.stripe.events.list({ type: 'customer.subscription.*' })).data.length,
  ).toBeGreaterThan(1)
})

test.for([500, 302, 400, 404] as const)(
  'an answer of %i is a failure, and the event comes again with a fresh signature',
  async (status) => {
    const { stripe, url } = await start()
    const hook = await listen(stripe)
    hook.answers.push(status, status)
    await stripe.customers.create({ name: 'A' })
    await hook.until((all) => all.length === 1)
    await expect
      .poll(() => deliveries(url))
      .toMatchObject([{ state: 'pending', attempts: 1, status }])
    await sim(url, '/advance', { seconds: 5 })
    await hook.until((all) => all.length === 2)
    await expect.poll(() => deliveries(url)).toMatchObject([{ state: 'pending', attempts: 2 }])
    await sim(url, '/advance', { seconds: 30 })
    await hook.until((all) => all.length === 3)
    await expect
      .poll(() => deliveries(url))
      .toMatchObject([{ state: 'delivered', attempts: 3, status: 200 }])
    expect(new Set(hook.received.map(({ id }) => id)).size).toBe(1)
  },
)

test('what nobody takes is given up after three days', async () => {
  const { stripe, url } = await start()
  await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/hook', enabled_events: ['*'] })
  await stripe.customers.create({ name: 'A' })
  const attempts = async () => (await deliveries(url))[0]?.attempts ?? 0
  await expect.poll(attempts).toBe(1)
  for (let tried = 1; tried < 12; tried++) {
    await sim(url, '/advance', { seconds: 12 * HOUR })
    await expect.poll(attempts).toBe(tried + 1)
  }
  expect(await deliveries(url)).toMatchObject([{ state: 'failed', attempts: 12 }])
})

test('an endpoint that is led elsewhere gets what was waiting; a deleted one gets nothing', async () => {
  const { stripe, url } = await start()
  const hook = await listen(stripe)
  const good = hook.endpoint.url
  const { id } = hook.endpoint
  await stripe.webhookEndpoints.update(id, { url: 'http://127.0.0.1:9/hook' })
  await stripe.customers.create({ name: 'A' })
  await expect.poll(() => deliveries(url)).toMatchObject([{ state: 'pending', attempts: 1 }])
  await stripe.webhookEndpoints.update(id, { url: good })
  await sim(url, '/advance', { seconds: 5 })
  await hook.until((all) => all.length === 1)
  await stripe.webhookEndpoints.del(id)
  await stripe.customers.create({ name: 'B' })
  expect(await deliveries(url)).toHaveLength(1)
  expect(await refusal(stripe.webhookEndpoints.retrieve(id))).toMatchObject({ statusCode: 404 })
})

test('deliveries are lost on demand, and sent after all on demand', async () => {
  const { stripe, url } = await start()
  const hook = await listen(stripe)
  await sim(url, '/webhooks', { fault: 'drop', count: 2, types: ['customer.created'] })
  for (const name of ['A', 'B', 'C']) await stripe.customers.create({ name })
  await hook.until((all) => all.length === 1)
  const states = (await deliveries(url)).map(({ state }) => state)
  expect(states.toSorted()).toEqual(['delivered', 'dropped', 'dropped'])
  const lost = (await deliveries(url)).find(({ state }) => state === 'dropped')
  await sim(url, `/deliveries/${lost?.id}/resend`)
  await hook.until((all) => all.length === 2)
  expect(hook.received.at(-1)?.id).toBe(lost?.event)
  await expect(sim(url, '/deliveries/999/resend')).rejects.toThrow('400')
})

test('deliveries come twice on demand', async () => {
  const { stripe, url } = await start()
  const hook = await listen(stripe)
  await sim(url, '/webhooks', { fault: 'duplicate', count: 1 })
  await stripe.customers.create({ name: 'A' })
  await stripe.customers.create({ name: 'B' })
  await hook.until((all) => all.length === 3)
  expect(new Set(hook.received.map(({ id }) => id)).size).toBe(2)
})

test('deliveries come in reverse on demand', async () => {
  const { stripe, url } = await start()
  const hook = await listen(stripe)
  await sim(url, '/webhooks', { fault: 'reorder', count: 3 })
  for (const name of ['A', 'B', 'C', 'D']) await stripe.customers.create({ name })
  await hook.until((all) => all.length === 4)
  const names = hook.received.map(({ event }) =>
    'name' in event.data.object ? event.data.object.name : '',
  )
  expect(names.filter((name) => name !== 'D')).toEqual(['C', 'B', 'A'])
})

test('deliveries are kept back on demand, until their time or a reset', async () => {
  const { stripe, url } = await start()
  const hook = await listen(stripe)
  await sim(url, '/webhooks', { fault: 'delay', ms: 100, count: 1 })
  await stripe.customers.create({ name: 'A' })
  await stripe.customers.create({ name: 'B' })
  await hook.until((all) => all.length === 2)
  const first = hook.received.map(({ event }) =>
    'name' in event.data.object ? event.data.object.name : '',
  )
  expect(first).toEqual(['B', 'A'])
  await sim(url, '/webhooks', { fault: 'delay', ms: 600_000 })
  await stripe.customers.create({ name: 'C' })
  await expect.poll(async () => (await deliveries(url))[0]).toMatchObject({ state: 'held' })
  await sim(url, '/reset')
  await hook.until((all) => all.length === 3)
  await expect
    .poll(async () => (await deliveries(url))[0])
    .toMatchObject({ state: 'delivered', attempts: 1 })
})

test('many events of one second are delivered each', async () => {
  const { stripe } = await start()
  const hook = await listen(stripe, ['customer.created'])
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => stripe.customers.create({ name: String(n) })),
  )
  await hook.until((all) => all.length === 40)
  expect(new Set(hook.received.map(({ id }) => id)).size).toBe(40)
})

import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  clientOf,
  DAY,
  goodCard,
  post,
  raw,
  read,
  refusal,
  sim,
  start,
  startShop,
} from './testing/start.ts'
import { listen } from './testing/endpoint.ts'

/** A request with headers that `fetch` does not let a program choose. */
function ask(url: string, method: string, headers: Record<string, string>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    })
      .on('error', reject)
      .end()
  })
}

test('time is advanced by seconds, to a moment, and for one test clock', async () => {
  const shop = await startShop({ frozen: '2027-01-31T12:00:00Z' })
  const now = z.object({ now: z.iso.datetime() })
  const before = Math.floor(Date.now() / 1000) * 1000
  const first = now.parse(await sim(shop.url, '/advance', { seconds: DAY }))
  expect(Date.parse(first.now) - before).toBeGreaterThanOrEqual(DAY * 1000)
  await sim(shop.url, '/advance', { to: '2040-01-01T00:00:00Z' })
  expect(await (await fetch(`${shop.url}/_sim/state`)).json()).toMatchObject({
    now: expect.stringMatching(/^2040-01-01/),
  })
  await expect(sim(shop.url, '/advance', { to: '2039-01-01T00:00:00Z' })).rejects.toThrow('400')
  await expect(sim(shop.url, '/advance', {})).rejects.toThrow('400')
  // The clock of a customer is its own.
  await shop.subscribe()
  const clock = shop.clock?.id ?? ''
  await sim(shop.url, '/advance', { clock, to: '2027-03-01T00:00:00Z' })
  expect(await shop.stripe.testHelpers.testClocks.retrieve(clock)).toMatchObject({
    frozen_time: Date.parse('2027-03-01') / 1000,
  })
  expect((await shop.stripe.invoices.list({ customer: shop.customer.id })).data).toHaveLength(2)
})

test('charges are declined on demand, for everybody or for one', async () => {
  const shop = await startShop()
  const other = await shop.stripe.customers.create({ email: 'b@example.com' })
  await sim(shop.url, '/charges', { outcome: 'decline', customer: other.id })
  const session = await shop.openSession()
  expect(await post(session.url, goodCard)).toMatchObject({ status: 303 })
  const theirs = await shop.openSession({ customer: other.id })
  expect(await post(theirs.url, goodCard)).toMatchObject({ status: 422 })
  expect(await post(theirs.url, goodCard)).toMatchObject({ status: 303 })
  await sim(shop.url, '/charges', { outcome: 'action' })
  expect(await post((await shop.openSession()).url, goodCard)).toMatchObject({
    location: expect.stringContaining('/authenticate'),
  })
})

test('staff subscribe and cancel in the Dashboard', async () => {
  const shop = await startShop()
  const hook = await listen(shop.stripe, ['customer.subscription.created'])
  const made = z
    .object({ id: z.string(), status: z.string() })
    .parse(await sim(shop.url, '/subscriptions', { customer: shop.customer.id }))
  expect(made.status).toBe('active')
  await hook.until((all) => all.length === 1)
  await sim(shop.url, `/subscriptions/${made.id}/cancel`)
  expect(await shop.stripe.subscriptions.retrieve(made.id)).toMatchObject({
    cancel_at_period_end: true,
    status: 'active',
  })
  await sim(shop.url, `/subscriptions/${made.id}/cancel`, { when: 'now' })
  expect(await shop.stripe.subscriptions.retrieve(made.id)).toMatchObject({ status: 'canceled' })
  await expect(sim(shop.url, '/subscriptions', { customer: 'cus_none' })).rejects.toThrow(
    'No such customer',
  )
})

test('a dispute is opened, looked at, and won or lost', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  await shop.subscribe()
  const hook = await listen(stripe, [
    'charge.dispute.created',
    'charge.dispute.updated',
    'charge.dispute.closed',
  ])
  const { id } = z
    .object({ id: z.string() })
    .parse(await sim(shop.url, '/disputes', { customer: customer.id }))
  const [charge] = (await stripe.charges.list({ customer: customer.id })).data
  expect(charge).toMatchObject({ disputed: true })
  expect((await stripe.disputes.list({ charge: charge?.id ?? '' })).data).toMatchObject([
    { id, status: 'needs_response' },
  ])
  expect(await refusal(stripe.refunds.create({ charge: charge?.id ?? '' }))).toMatchObject({
    code: 'charge_disputed',
  })
  await sim(shop.url, `/disputes/${id}`, { status: 'under_review' })
  await sim(shop.url, `/disputes/${id}`, { status: 'won' })
  await hook.until((all) => all.length === 3)
  expect(hook.types().toSorted()).toEqual([
    'charge.dispute.closed',
    'charge.dispute.created',
    'charge.dispute.updated',
  ])
  expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'won' })
  await expect(sim(shop.url, `/disputes/${id}`, { status: 'lost' })).rejects.toThrow(
    'already closed',
  )
})

test('the API fails on demand in every way that an outage has', async () => {
  const { stripe, url } = await start()
  const fail = (fault: string, more: object = {}) => sim(url, '/api', { fault, ...more })
  await fail('500')
  expect(await refusal(stripe.customers.list())).toMatchObject({
    statusCode: 500,
    type: 'StripeAPIError',
  })
  await fail('429')
  expect(await refusal(stripe.customers.list())).toMatchObject({ type: 'StripeRateLimitError' })
  await fail('html_502')
  expect(await refusal(stripe.customers.list())).toMatchObject({
    message: expect.stringContaining('Invalid JSON'),
  })
  await fail('garbage')
  expect(await refusal(stripe.customers.list())).toBeInstanceOf(Error)
  // After a reset the SDK tries once more, even when it is told not to.
  await fail('reset', { count: 2 })
  expect(await refusal(stripe.customers.list())).toMatchObject({ type: 'StripeConnectionError' })
  // The trap of the SDK: it takes this for a success.
  await fail('bare_404')
  expect(await stripe.customers.list()).not.toHaveProperty('object')
  for (const fault of ['hang', 'stall']) {
    await fail(fault)
    const impatient = stripe.customers.list({}, { timeout: 200 })
    expect(await refusal(impatient)).toMatchObject({ type: 'StripeConnectionError' })
  }
  expect((await stripe.customers.list()).data).toEqual([])
})

test('an answer that is lost on its way is got again under the same key, and done once', async () => {
  const { stripe, url } = await start()
  await sim(url, '/api', { fault: 'lost' })
  const retrying = clientOf(url, { retries: 1 })
  const customer = await retrying.customers.create({ name: 'A' })
  expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([customer.id])
})

test('failures are counted, narrowed, shown and reset', async () => {
  const { url, stripe } = await start()
  await sim(url, '/api', { fault: '500', count: 2, path: '/v1/prices' })
  expect((await stripe.customers.list()).object).toBe('list')
  await refusal(stripe.prices.list())
  expect(await (await fetch(`${url}/_sim/state`)).json()).toMatchObject({
    api: { fault: '500', count: 1 },
  })
  await sim(url, '/reset')
  expect((await stripe.prices.list()).object).toBe('list')
  await expect(sim(url, '/api', { fault: 'meteor' })).rejects.toThrow('400')
  await expect(sim(url, '/nothing')).rejects.toThrow('404')
})

test('the page shows what is going on, and its buttons work without a script', async () => {
  const shop = await startShop()
  await shop.subscribe()
  await listen(shop.stripe)
  const { text: page, html } = await read(`${shop.url}/_sim`)
  expect(page).toMatch(
    /Controls.*It is .*anna@example\.com.*active , period until.*Nothing fails at present/,
  )
  expect(html).not.toContain('<script')
  const done = await post(`${shop.url}/_sim/advance`, { seconds: '3600' })
  expect(done).toMatchObject({
    status: 303,
    location: expect.stringContaining('/_sim?said=It%20is'),
  })
  await post(`${shop.url}/_sim/charges`, { outcome: 'decline' })
  await post(`${shop.url}/_sim/api`, { fault: '500', count: '5' })
  expect((await read(`${shop.url}/_sim`)).text).toContain(
    'Set now: 1 charge(s): decline · API: 500.',
  )
  await post(`${shop.url}/_sim/reset`)
  const refused = await post(`${shop.url}/_sim/refunds`, { customer: 'cus_none' })
  expect((await read(shop.url + refused.location)).text).toContain('who has paid something')
})

test('a request for another host is refused, whatever it asks', async () => {
  const { url } = await start()
  for (const host of [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    '10.0.0.1',
  ])
    for (const path of ['/', '/_sim', '/_sim/state', '/c/pay/cs_1', '/v1/customers'])
      expect(await ask(url + path, 'GET', { host })).toMatchObject({ status: 403 })
  for (const host of ['localhost:4242', '127.0.0.1', '[::1]:4242', 'stripe.localhost'])
    expect(await ask(`${url}/_sim`, 'GET', { host })).toMatchObject({ status: 200 })
})

test('another website can use neither controls nor pages', async () => {
  const shop = await startShop()
  const session = await shop.openSession()
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  for (const headers of foreign)
    for (const address of [`${shop.url}/_sim/reset`, session.url ?? ''])
      expect(await ask(address, 'POST', headers)).toMatchObject({ status: 403 })
  // The API is guarded by its key alone, as Stripe's is.
  const own = await raw(shop.url, 'GET', '/v1/customers', {
    headers: { origin: 'https://evil.example' },
  })
  expect(own.status).toBe(200)
  expect(await ask(`${shop.url}/_sim/reset`, 'POST', {})).toMatchObject({ status: 200 })
})

test('a body that is too large is refused', async () => {
  const { url } = await start()
  const answer = await fetch(`${url}/v1/customers`, { method: 'POST', body: 'x'.repeat(300_000) })
  expect(answer.status).toBe(413)
})

test('every state of a subscription is one control away, and the page keeps its customer', async () => {
  const shop = await startShop()
  const { stripe, url, customer } = shop
  const { id } = await shop.subscribe()
  const statusAfter = async (control: string, body: object) => {
    await sim(url, `/subscriptions/${id}/${control}`, body)
    return (await stripe.subscriptions.retrieve(id)).status
  }
  for (const state of ['past_due', 'unpaid', 'active', 'paused'])
    expect(await statusAfter('state', { state })).toBe(state)
  expect(await statusAfter('resume', {})).toBe('active')
  expect(await statusAfter('state', { state: 'unknown' })).toBe('hibernating')
  await statusAfter('state', { state: 'active' })
  for (const pause of ['void', 'keep_as_draft', 'mark_uncollectible']) {
    await statusAfter('collection', { pause })
    const { pause_collection } = await stripe.subscriptions.retrieve(id)
    expect(pause_collection?.behavior).toBe(pause)
  }
  await statusAfter('collection', { pause: 'no' })
  for (const [when, cancel_at_period_end] of [
    ['portal', false],
    ['period_end', true],
  ]) {
    await statusAfter('cancel', { when })
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      cancel_at: expect.any(Number),
      cancel_at_period_end,
    })
    await statusAfter('cancel', { when: 'not' })
  }
  // Without a card there is nothing to decline, and nothing stays armed.
  const bare = await stripe.customers.create({ email: 'bare@example.com' })
  await sim(url, '/subscriptions', { customer: bare.id, trial_days: 3, card: 'none' })
  const [trial] = (await stripe.subscriptions.list({ customer: bare.id })).data
  await sim(url, `/subscriptions/${trial?.id}/state`, { state: 'past_due' })
  expect(await (await fetch(`${url}/_sim/state`)).json()).toMatchObject({ charges: [] })

  const pressed = await post(`${url}/_sim/subscriptions/${id}/state`, {
    state: 'past_due',
    shown_customer: customer.id,
  })
  expect((await read(url + pressed.location)).text).toMatch(
    /is past_due\..*anna@example\.com.*Pay the open invoice of \$5\.00/,
  )
  await sim(url, `/customers/${customer.id}/delete`)
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true })
})

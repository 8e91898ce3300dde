/** Faults of docs/billing.md that only the running product can show, each named by its row. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { z } from 'zod'
import { endCallers, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { somebody } from './support/people.ts'
import { knock, sendWithoutEnd } from './support/raw.ts'
import { dataFolder, root, stack } from './support/stack.ts'
import {
  askStripe,
  changeAtStripe,
  customerOf,
  payAt,
  signedEvent,
  subscriptionsOf,
  tellStripe,
} from './support/stripe.ts'

const spellings = ['/api/stripe/webhook', '/api/stripe/webhook/']
const webhook = () => `${stack().site}${spellings[0]}`
const MIB = 1024 * 1024

const listed = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      amount_total: z.number(),
      customer: z.string(),
      success_url: z.string(),
      cancel_url: z.string(),
    }),
  ),
})
const lines = z.object({
  data: z.array(z.object({ quantity: z.number(), price: z.object({ unit_amount: z.number() }) })),
})

const sessionsOf = async (customer: string) =>
  (await askStripe(`/v1/checkout/sessions?${new URLSearchParams({ customer })}`, listed)).data

const subscribeForm = (request: APIRequestContext) =>
  readForm(request, '/subscribe', 'Continue to payment')

/** Sets out to subscribe, and returns the address of Stripe's page. */
async function setOut(request: APIRequestContext): Promise<string> {
  const { location = '' } = await sendForm(request, await subscribeForm(request))
  expect(location).toContain(stack().stripe)
  return location
}

const classOf = async (request: APIRequestContext): Promise<unknown> =>
  (await request.get(`${stack().site}/api/me`)).json()
const subscriber = expect.objectContaining({ readerClass: 'subscriber' })
const registered = expect.objectContaining({ readerClass: 'registered' })

const page = async (request: APIRequestContext, address: string) =>
  (await request.get(`${stack().site}${address}`)).text()

test.afterEach(async () => {
  await endCallers()
  await tellStripe('/reset', {})
})

test.describe('the address of the webhook', () => {
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])
    test(`9: ${method} is a 405, with and without a slash`, async () => {
      for (const spelling of spellings)
        expect(await knock(`${stack().site}${spelling}`, { method })).toMatchObject({ status: 405 })
    })

  const strange: [string, Record<string, string>][] = [
    ['as Stripe calls it', {}],
    ['by another name of the host', { Host: 'www.elsewhere.example' }],
    ['through a proxy', { 'X-Forwarded-Host': 'x.example', 'X-Forwarded-Proto': 'https' }],
    [
      'as a browser’s navigation from another site',
      {
        Host: '127.0.0.1',
        Origin: 'https://evil.example',
        'Sec-Fetch-Mode': 'navigate',
        'Sec-Fetch-Site': 'cross-site',
        'Sec-Fetch-Dest': 'document',
      },
    ],
  ]
  for (const [how, extra] of strange)
    test(`12: ${how}, it is answered where it came in, signed or not`, async () => {
      for (const spelling of spellings) {
        const address = `${stack().site}${spelling}`
        const { body, headers } = signedEvent(stack().webhookSecret)
        const signed = { method: 'POST', body, headers: { ...headers, ...extra } }
        expect(await knock(address, signed)).toMatchObject({ status: 200, location: undefined })
        const unsigned = { method: 'POST', body, headers: extra }
        expect(await knock(address, unsigned)).toMatchObject({ status: 400, location: undefined })
        const got = await knock(address, { method: 'GET', headers: extra })
        expect(got).toMatchObject({ status: 405, location: undefined })
      }
    })

  test('8: 5 MiB is a 413 as soon as it is announced', async () => {
    const { headers } = signedEvent(stack().webhookSecret)
    const announced = { ...headers, 'Content-Length': String(5 * MIB) }
    expect(await sendWithoutEnd(webhook(), announced, 1)).toBe(413)
  })

  test('8: in pieces without a length it is a 413 at the limit, and its end is not waited for', async () => {
    const { headers } = signedEvent(stack().webhookSecret)
    expect(await sendWithoutEnd(webhook(), headers, MIB + 1)).toBe(413)
  })
})

test('28: while Stripe takes its time for one reader, others are served, and strangers need no Stripe', async ({
  request: nobody,
}) => {
  const [waiting, reading] = await Promise.all([
    signedInCaller(somebody('waits')),
    signedInCaller(somebody('reads')),
  ])
  const form = await subscribeForm(waiting)
  // It answers nothing until it is told to: a call is given up after four seconds and made once more.
  await tellStripe('/api', { fault: 'hang', count: null, path: '/v1/customers' })
  const order: string[] = []
  const paying = sendForm(waiting, form).then(({ status }) => order.push(`pay ${status}`))
  const look = async (person: APIRequestContext, address: string) => {
    const answer = await person.get(`${stack().site}${address}`)
    order.push(`${address} ${answer.status()}`)
  }
  const addresses = ['/', '/articles/low-water-at-skelmouth', '/subscribe', '/api/me']
  await Promise.all(
    [nobody, reading].flatMap((person) => addresses.map((address) => look(person, address))),
  )
  await tellStripe('/reset', {})
  await paying
  expect(order).toHaveLength(9)
  expect(order.at(-1)).toBe('pay 303')
})

test('42: price, amount, coupon, customer and addresses that a client sends are ignored', async () => {
  const [victim, email] = [somebody('victim'), somebody('cheap')]
  const [other, request] = await Promise.all([signedInCaller(victim), signedInCaller(email)])
  await setOut(other)
  const stranger = await customerOf(victim)
  await sendForm(request, await subscribeForm(request), {
    price: 'price_simCheap',
    price_id: 'price_simCheap',
    amount: '1',
    unit_amount: '1',
    quantity: '0',
    coupon: 'FREE',
    'discounts[0][coupon]': 'FREE',
    trial_period_days: '730',
    customer: stranger,
    customer_email: victim,
    client_reference_id: stranger,
    success_url: 'https://evil.example/',
    cancel_url: 'https://evil.example/',
  })
  const sessions = await sessionsOf(await customerOf(email))
  expect(sessions).toMatchObject([
    {
      amount_total: 500,
      success_url: `${stack().site}/subscribe/return`,
      cancel_url: `${stack().site}/subscribe?plan=monthly`,
    },
  ])
  expect(await askStripe(`/v1/checkout/sessions/${sessions[0]?.id}/line_items`, lines)).toEqual({
    data: [{ quantity: 1, price: { unit_amount: 500 } }],
  })
  expect(await sessionsOf(stranger)).toHaveLength(1)
  const form = await subscribeForm(request)
  const refused = await sendForm(request, form, { plan: 'unknown', 'terms-unknown': '' })
  expect(refused.location).toBe('/subscribe?from=%2F&again=plan')
  expect(await page(request, refused.location ?? '')).toContain('Please choose one of the plans.')
  expect(await sessionsOf(await customerOf(email))).toHaveLength(1)
})

test('43: a session id in the address shows nothing and opens nothing to whoever did not pay', async ({
  request: nobody,
}) => {
  const [email, another] = [somebody('payer'), somebody('onlooker')]
  const [payer, onlooker] = await Promise.all([signedInCaller(email), signedInCaller(another)])
  const unpaid = new URL(await setOut(onlooker)).pathname.split('/').at(-1) ?? ''
  await payAt(await setOut(payer))
  const [paid] = await sessionsOf(await customerOf(email))
  for (const id of [paid?.id ?? '', unpaid, 'cs_live_elsewhere', 'cs_test_simNobody', "'; --"]) {
    const address = `/subscribe/return?${new URLSearchParams({ session_id: id, id })}`
    expect(await page(onlooker, address)).toContain('One moment')
    expect(await page(nobody, address)).toContain('Thank you')
    for (const person of [onlooker, nobody]) {
      const html = await page(person, address)
      for (const secret of [email, paid?.customer ?? '']) expect(html).not.toContain(secret)
    }
  }
  expect(await classOf(onlooker)).toEqual(registered)
  expect(await classOf(nobody)).toMatchObject({ readerClass: 'anonymous' })
  expect(await classOf(payer)).toEqual(subscriber)
})

test('47: sixty clicks are one session, and limited', async () => {
  const email = somebody('clicks')
  const request = await signedInCaller(email)
  const form = await subscribeForm(request)
  const answers = []
  // Twelve at once: as many as one page could have under way, and more.
  for (let round = 0; round < 5; round++)
    answers.push(...(await Promise.all(Array.from({ length: 12 }, () => sendForm(request, form)))))
  const led = answers.filter(({ location = '' }) => location.startsWith(stack().stripe))
  const limited = answers.filter(({ location = '' }) => location.endsWith('again=limited'))
  expect([led.length, limited.length]).toEqual([30, 30])
  expect(await page(request, limited[0]?.location ?? '')).toContain('That was tried very often.')
  expect(new Set(led.map(({ location }) => location)).size).toBe(1)
  expect(await sessionsOf(await customerOf(email))).toHaveLength(1)
})

test('52: who pays under another address, even another reader’s, pays for the account they are signed in with', async () => {
  const [email, another] = [somebody('account'), somebody('namesake')]
  const [buyer, namesake] = await Promise.all([signedInCaller(email), signedInCaller(another)])
  const address = await setOut(buyer)
  const customer = await customerOf(email)
  // Our checkout names the customer, so the address on the page is fixed; the Dashboard can change it.
  await changeAtStripe(`/v1/customers/${customer}`, { email: another })
  await payAt(address)
  await expect.poll(() => classOf(buyer)).toEqual(subscriber)
  expect(await classOf(namesake)).toEqual(registered)
  await page(namesake, '/subscribe/return')
  expect(await classOf(namesake)).toEqual(registered)
  // The namesake becomes a customer of their own, with a page to pay on.
  await setOut(namesake)
  expect(await subscriptionsOf(customer)).toHaveLength(1)
})

test('54, 55: a renewal that fails is told on the account page, and a new card takes it back', async () => {
  const email = somebody('past.due')
  const request = await signedInCaller(email)
  await payAt(await setOut(request), '4000 0000 0000 0341')
  await expect.poll(() => classOf(request)).toEqual(subscriber)
  // Stripe's clock alone: ours decides by the day on which Stripe says the debt began.
  await tellStripe('/advance', { seconds: 32 * 24 * 3600 })
  await expect
    .poll(() => page(request, '/account'))
    .toContain('Your last payment failed. Please update your card')
  expect(await classOf(request)).toEqual(subscriber)
  const customer = await customerOf(email)
  const open = await askStripe(
    `/v1/invoices?${new URLSearchParams({ customer, status: 'open' })}`,
    z.object({ data: z.array(z.object({ hosted_invoice_url: z.string() })).length(1) }),
  )
  await payAt(open.data[0]?.hosted_invoice_url ?? '')
  await expect.poll(() => page(request, '/account')).toContain('Your subscription renews on')
})

test('65: no secret is in the build, in public files, in the log or on a page', async () => {
  const reader = await signedInCaller(somebody('looks'))
  const files = ['.next', 'public'].flatMap((folder) => filesIn(path.join(root, folder)))
  expect(files.length).toBeGreaterThan(100)
  const texts = [...files, path.join(dataFolder, 'start.log')].map((file): [string, string] => [
    file,
    readFileSync(file, 'latin1'),
  ])
  for (const address of ['/', '/subscribe', '/account', '/api/me', '/api/health'])
    texts.push([address, await page(reader, address)])
  const { stripeKey, webhookSecret, databaseUrl } = stack()
  const ours = [stripeKey, webhookSecret, new URL(databaseUrl).password]
  const found = texts.filter(
    ([, text]) =>
      ours.some((secret) => text.includes(secret)) ||
      /\b([sr]k_(test|live)|whsec)_\w{6,}/.test(text),
  )
  expect(found.map(([where]) => where)).toEqual([])
})

/** All files of a folder; not the compiler's own cache, which is neither served nor shipped. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(path.join(root, '.next', 'cache')))
}

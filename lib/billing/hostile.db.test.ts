/** Whoever may answer at Stripe's address: nothing crashes, nobody is let in, nobody is locked out. */
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { startCheckout } from './checkout.ts'
import { type StripeGateway, StripeUnavailable } from './gateway.ts'
import { readCatalogue } from './our-plan.ts'
import { openPortal, syncReader } from './reader.ts'
import { reconcileEvents } from './reconcile.ts'
import { addMember, deliver, eventAbout, type Member } from './testing/billing.ts'
import { type Call, type FakeStripe, type Fault, startFakeStripe } from './testing/fake-stripe.ts'
import { customer, invoice, item, PRICE, subscription } from './testing/world.ts'

const {
  siteUrl,
  stripe: { sale },
} = useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
/** Has access, and keeps it. */
let payer: Member
/** Had it once, has none, and gets none. */
let former: Member

const MIB = 1024 * 1024
const now = new Date()
const soldTo = ({ customerId }: Member, changes: Record<string, unknown> = {}) =>
  subscription(`sub_${customerId}`, customerId, now, changes)
const billsOf = ({ customerId }: Member) =>
  invoice(`in_${customerId}`, { customer: customerId, subscription: `sub_${customerId}` }, now)

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  payer = await addMember(database.owner, fake)
  former = await addMember(database.owner, fake)
  const ended = { status: 'canceled', ended_at: 1_700_000_000 }
  for (const sold of [soldTo(payer), soldTo(former, ended)])
    fake.world.subscriptions.set(sold.id, sold)
  for (const bill of [billsOf(payer), billsOf(former)]) fake.world.invoices.set(bill.id, bill)
  for (const { readerId } of [payer, former])
    await syncReader(database.app, readerId, setting(fake.open()))
})
afterEach(async () => {
  fake.behave()
  await database.owner`update stripe_event set processed_at = now(), outcome = 'ignored'
                        where processed_at is null`
})

const setting = (stripe: StripeGateway) => ({ stripe, priceId: PRICE, sale, siteUrl, now })
const background = (stripe: StripeGateway) => ({ stripe, priceId: PRICE, now: () => new Date() })
const standing = async ({ readerId }: Member) =>
  (await readerStanding(database.app, readerId, now)).decision
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'an answer',
    (error: unknown) => (error instanceof StripeUnavailable ? 'unavailable' : String(error)),
  )

/** Every way in which something that Stripe says comes into the house. */
const entrances: [string, (who: Member, stripe: StripeGateway) => Promise<unknown>][] = [
  [
    'webhook',
    async ({ customerId }, stripe) =>
      (await deliver(database.app, eventAbout(customer(customerId)), background(stripe)))
        ? 'processed'
        : 'unavailable',
  ],
  [
    'return page',
    async ({ readerId }, stripe) =>
      (await syncReader(database.app, readerId, setting(stripe))).kind,
  ],
  [
    'checkout',
    async ({ readerId, email }, stripe) => {
      const buyer = { id: readerId, email, name: null }
      const wish = { plan: 'monthly' as const, returnTo: '/' }
      return (await startCheckout(database.app, buyer, wish, setting(stripe))).kind
    },
  ],
  [
    'portal',
    async ({ readerId }, stripe) =>
      (await openPortal(database.app, readerId, setting(stripe))).kind,
  ],
  ['reconciling', (_who, stripe) => failure(reconcileEvents(database.app, background(stripe)))],
  ['what is for sale', (_who, stripe) => failure(readCatalogue(stripe, PRICE, now))],
]

/** Tries all of them for both readers; says what came of each, and that access is what it was. */
async function enterEverywhere(fault: (call: Call) => Fault | undefined): Promise<Set<unknown>> {
  const before = [await standing(payer), await standing(former)]
  expect(before.map(({ granted }) => granted)).toEqual([true, false])
  fake.before = fault
  const outcomes = await Promise.all(
    [payer, former].flatMap((who) => entrances.map(([, enter]) => enter(who, fake.open()))),
  )
  fake.behave()
  expect([await standing(payer), await standing(former)]).toEqual(before)
  return new Set(outcomes)
}

const json = (value: unknown, status = 200): Fault => ({ status, body: JSON.stringify(value) })
/** Sends for ever, as fast as it is read. */
function endless(response: ServerResponse): void {
  const piece = 'x'.repeat(256 * 1024)
  response.writeHead(200, { 'Content-Type': 'application/json' })
  const more = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', more).write('{"object":"customer","id":"')
  more()
}

describe('an answer that is none is an outage at every entrance', () => {
  test.each<[string, Fault]>([
    ['a page in HTML', { status: 200, body: '<!doctype html><h1>It works!</h1>' }],
    ['nothing', { status: 200, body: '' }],
    ['`null`', json(null)],
    ['a number', json(7)],
    ['a list without its envelope', json([])],
    ['an empty object', json({})],
    ['an empty object with 404', json({}, 404)],
    ['another object', json({ object: 'starship', id: 'x' })],
    ['an error that is a word', json({ error: 'no' })],
    ['an error that is a number', json({ error: 5 })],
    ['an error without words', json({ error: {} }, 400)],
    ['an error that says "missing" with 200', json({ error: { code: 'resource_missing' } })],
    ['a redirect that answers', json({ object: 'list', data: [] }, 302)],
    [
      'a success that is called a failure',
      json({ object: 'list', data: [], has_more: false }, 503),
    ],
    ['words in place of an object', json({ object: ['customer'], id: {} })],
    [
      'half an answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Length': 99 }).write('{')
        setImmediate(() => response.socket?.end())
      },
    ],
    [
      'no HTTP',
      (response: ServerResponse) => {
        response.socket?.end('220 smtp.example ESMTP\r\n')
      },
    ],
    ['a broken connection', 'reset'],
  ])('%s', async (_name, fault) => {
    expect(await enterEverywhere(() => fault)).toEqual(new Set(['unavailable']))
  })

  test('an answer without an end is cut off, and fills no memory', async () => {
    const before = process.memoryUsage.rss()
    fake.before = () => endless
    for (const [, enter] of entrances) expect(await enter(payer, fake.open())).toBe('unavailable')
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * MIB)
    expect(await standing(payer)).toMatchObject({ granted: true })
  })
})

/** The honest answer to a list of subscriptions, with changes to the first of them. */
const listing = (changes: Record<string, unknown>) => (who: Member) =>
  json({ object: 'list', has_more: false, data: [{ ...soldTo(who), ...changes }] })

const changedItem = (changes: Record<string, unknown>) => ({
  items: { object: 'list', data: [item(now, changes)] },
})

describe('one object that is not as it should be changes nothing for its reader', () => {
  test.each<[string, string, (who: Member) => Fault]>([
    ['no id', '/subscriptions', listing({ id: null })],
    ['an id with a NUL', '/subscriptions', listing({ id: 'sub_\0' })],
    ['a status that is an object', '/subscriptions', listing({ status: { active: true } })],
    ['another customer', '/subscriptions', listing({ customer: 'cus_other', status: 'active' })],
    ['no customer', '/subscriptions', listing({ customer: null, status: 'active' })],
    ['a time before time', '/subscriptions', listing({ cancel_at: -1 })],
    ['a time in words', '/subscriptions', listing({ ended_at: '2027-01-01' })],
    ['a time beyond all time', '/subscriptions', listing({ trial_end: 1e300 })],
    [
      'a period that is no time',
      '/subscriptions',
      listing(changedItem({ current_period_end: 'never' })),
    ],
    ['half a piece', '/subscriptions', listing(changedItem({ quantity: 0.5 }))],
    [
      'an amount in words',
      '/subscriptions',
      listing(changedItem({ price: { id: PRICE, product: 'p', unit_amount: '500' } })),
    ],
    ['items that are no list', '/subscriptions', listing({ items: { data: 'all' } })],
    [
      'null in the list',
      '/subscriptions',
      () => json({ object: 'list', data: [null], has_more: false }),
    ],
    ['an object for a list', '/subscriptions', () => json({ object: 'list', data: { 0: 'x' } })],
    [
      'one page for ever',
      '/subscriptions',
      (who) => json({ object: 'list', data: [soldTo(who)], has_more: true }),
    ],
    [
      'empty pages for ever',
      '/subscriptions',
      () => json({ object: 'list', data: [], has_more: true }),
    ],
    [
      'a bill with a script for a link',
      '/invoices',
      (who) =>
        json({
          object: 'list',
          data: [{ ...billsOf(who), hosted_invoice_url: 'javascript:alert(1)' }],
        }),
    ],
    [
      'a bill of somebody else',
      '/invoices',
      () => json({ object: 'list', data: [{ ...billsOf(payer), customer: 'cus_other' }] }),
    ],
    [
      'a bill in words',
      '/invoices',
      (who) => json({ object: 'list', data: [{ ...billsOf(who), amount_due: 'five' }] }),
    ],
    [
      'a payment of somebody else',
      '/charges',
      () =>
        json({
          object: 'list',
          data: [{ id: 'ch_1', object: 'charge', customer: 'cus_other', disputed: true }],
        }),
    ],
    [
      'another customer than asked for',
      '/customers/',
      () => json(customer('cus_other', { deleted: true })),
    ],
    [
      'a customer who is deleted in words',
      '/customers/',
      (who) => json(customer(who.customerId, { deleted: 'yes' })),
    ],
  ])('%s', async (_name, path, answer) => {
    for (const who of [payer, former]) {
      const before = await standing(who)
      fake.before = (call) => (call.path.startsWith(path) ? answer(who) : undefined)
      expect(await syncReader(database.app, who.readerId, setting(fake.open()))).toEqual({
        kind: 'unavailable',
      })
      const event = eventAbout(customer(who.customerId))
      expect(await deliver(database.app, event, background(fake.open()))).toBe(false)
      expect(await standing(who)).toEqual(before)
      fake.behave()
    }
  })
})

test('any JSON in place of anything: a typed outcome, nobody let in, and no row that makes no sense', async () => {
  const place = fc.constantFrom('/customers/', '/subscriptions', '/invoices', '/charges', '/prices')
  const names = [
    'id',
    'status',
    'customer',
    'items',
    'created',
    'currency',
    'cancel_at',
    'lines',
    'amount_due',
    'data',
    'has_more',
    'object',
    'parent',
    'pause_collection',
    'number',
  ] as const
  const poison = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 }))
  await fc.assert(
    fc.asyncProperty(place, fc.boolean(), poison, async (path, inList, changes) => {
      fake.before = (call) => {
        if (!call.path.startsWith(path)) return undefined
        const honest =
          path === '/invoices' ? billsOf(former) : soldTo(former, { status: 'canceled' })
        return inList
          ? json({ object: 'list', data: [{ ...honest, ...changes }], has_more: false })
          : json({ ...honest, ...changes })
      }
      const { kind } = await syncReader(database.app, former.readerId, setting(fake.open()))
      expect(['synced', 'unavailable', 'no_customer']).toContain(kind)
      expect((await standing(former)).granted).toBe(false)
    }),
    { numRuns: 60 },
  )
  const strange = await database.owner`
    select id from subscription where not isfinite(created_at) or created_at < '1970-01-01'
        or period_end > '10000-01-01' or quantity < 0`
  expect(strange).toEqual([])
})

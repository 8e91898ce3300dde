/**
 * What somebody may read is visible in three places: the article, their account, the reader desk. Each
 * state of docs/billing.md is put into the database here, and the three must say the same of it.
 */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { Reason } from '#lib/access/verdict.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { DAY, later } from '#lib/clock.ts'
import { openAccessMemory } from '#lib/door/access-memory.ts'
import { changesByHand } from '#lib/door/testing/changes.ts'
import { formatDay } from '#lib/format.ts'
import { bannerFor, type Banner } from './banner.ts'
import { ownAccount } from './own-account.ts'
import type { OwnAction } from './own-actions.ts'
import { readerStanding, readerStatus } from './status.ts'

const database = useTestDatabase()
const site = new URL('https://news.example')
const memory = openAccessMemory({ db: database.app, changes: changesByHand(), siteUrl: site })
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)

type Row = Record<string, unknown>
type State = {
  subscription?: Row
  invoice?: Row
  dispute?: string
  grant?: Row
  role?: string
  /** What is expected of it. */
  granted: boolean
  date?: Date
  actions: OwnAction[]
  banner?: Banner['kind']
}

const active = { status: 'active' }
const owed = { status: 'open', amount_paid: 0, amount_remaining: 500, created_at: inDays(-1) }
const toVoid = { ...active, pause_behavior: 'void', pause_resumes_at: inDays(40) }

/** Reasons that no state of a person leads to: they are of articles, or of somebody who is not signed in. */
type OfArticles =
  | 'free_article'
  | 'signed_in'
  | 'subscriber_class'
  | 'not_signed_in'
  | 'given'
  | 'given_over'
  | 'given_revoked'
  | 'giver_lapsed'

const states: Record<Exclude<Reason, OfArticles>, State> = {
  no_subscription: { granted: false, actions: ['subscribe'] },
  incomplete: {
    subscription: { status: 'incomplete', period_start: now },
    invoice: owed,
    granted: false,
    date: inDays(23 / 24),
    actions: ['pay', 'cancel'],
    banner: 'incomplete',
  },
  incomplete_expired: {
    subscription: { status: 'incomplete_expired', ended_at: inDays(-1) },
    granted: false,
    actions: ['subscribe'],
  },
  trialing: {
    subscription: { status: 'trialing', trial_end: inDays(5), period_end: inDays(5) },
    granted: true,
    date: inDays(5),
    actions: ['change_plan', 'change_card', 'cancel'],
  },
  trial_ending: {
    subscription: { status: 'trialing', trial_end: inDays(5), cancel_at: inDays(5) },
    granted: true,
    date: inDays(5),
    actions: ['resume', 'change_card'],
  },
  trial_over: {
    subscription: { status: 'trialing', trial_end: inDays(-1) },
    granted: false,
    actions: ['change_card', 'cancel'],
  },
  active: {
    subscription: active,
    granted: true,
    date: inDays(15),
    actions: ['change_plan', 'change_card', 'pause', 'cancel'],
  },
  active_ending: {
    subscription: { ...active, cancel_at: inDays(15) },
    granted: true,
    date: inDays(15),
    actions: ['resume', 'change_card'],
  },
  ended_as_scheduled: {
    subscription: { ...active, cancel_at: inDays(-1) },
    granted: false,
    actions: ['subscribe'],
  },
  renewal_awaited: {
    subscription: { ...active, period_end: inDays(-1) },
    granted: true,
    date: inDays(-1),
    actions: ['change_card', 'cancel'],
  },
  renewal_missing: {
    subscription: { ...active, period_end: inDays(-4) },
    granted: false,
    actions: ['write', 'change_card', 'cancel'],
  },
  payment_failed: {
    subscription: { status: 'past_due', unpaid_since: inDays(-1) },
    invoice: owed,
    granted: true,
    date: inDays(13),
    actions: ['pay', 'change_card', 'cancel'],
    banner: 'payment_failed',
  },
  payment_overdue: {
    subscription: { status: 'past_due', unpaid_since: inDays(-15) },
    invoice: owed,
    granted: false,
    actions: ['pay', 'change_card', 'cancel'],
    banner: 'payment_overdue',
  },
  unpaid: {
    subscription: { status: 'unpaid' },
    invoice: owed,
    granted: false,
    actions: ['pay', 'change_card', 'cancel'],
    banner: 'unpaid',
  },
  paused: {
    subscription: { status: 'paused' },
    granted: false,
    actions: ['resume', 'change_card', 'cancel'],
  },
  pause_scheduled: {
    subscription: toVoid,
    invoice: { period_end: inDays(15) },
    granted: true,
    date: inDays(15),
    actions: ['resume', 'change_card', 'cancel'],
  },
  collection_paused: {
    subscription: toVoid,
    invoice: { period_end: inDays(-1) },
    granted: false,
    date: inDays(40),
    actions: ['resume', 'change_card', 'cancel'],
  },
  collection_waived: {
    subscription: { ...active, pause_behavior: 'keep_as_draft', pause_resumes_at: inDays(40) },
    granted: true,
    date: inDays(40),
    actions: ['change_card', 'cancel'],
  },
  canceled: {
    subscription: { status: 'canceled', ended_at: inDays(-1) },
    granted: false,
    actions: ['subscribe'],
  },
  unknown_kept: {
    subscription: { status: 'hibernating', known_until: inDays(4) },
    granted: true,
    date: inDays(4),
    actions: ['write', 'change_card', 'cancel'],
  },
  unknown: {
    subscription: { status: 'hibernating' },
    granted: false,
    actions: ['write', 'change_card', 'cancel'],
  },
  disputed: {
    subscription: active,
    dispute: 'needs_response',
    granted: false,
    actions: ['write', 'cancel'],
  },
  dispute_lost: {
    subscription: active,
    dispute: 'lost',
    granted: false,
    actions: ['write', 'cancel'],
  },
  staff_grant: {
    grant: { kind: 'staff', giver: 'the desk' },
    granted: true,
    date: inDays(9),
    actions: ['subscribe'],
  },
  gift: {
    grant: { kind: 'gift', giver: 'A. Friend' },
    granted: true,
    date: inDays(9),
    actions: ['subscribe'],
  },
  grant_over: {
    grant: { kind: 'staff', giver: 'the desk', ends_at: inDays(-1) },
    granted: false,
    actions: ['subscribe'],
  },
  staff: { role: 'support', granted: true, actions: [] },
}

const insert = async (table: string, row: Row) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`

/** A reader in a state, signed in. */
async function become(state: State): Promise<{ id: string; token: string }> {
  const token = randomUUID()
  const [reader] = await database.owner`
    insert into reader (email) values (${`${token}@example.org`}) returning id`
  const id = String(reader?.id)
  await insert('session', { token_hash: hashToken(token), reader_id: id, expires_at: inDays(1) })
  if (state.subscription) await buy(id, state)
  if (state.grant)
    await insert('access_grant', {
      reader_id: id,
      why: 'A test.',
      starts_at: inDays(-9),
      ends_at: inDays(9),
      ...state.grant,
    })
  if (state.role) await insert('staff_member', { reader_id: id, role: state.role })
  return { id, token }
}

async function buy(readerId: string, { subscription, invoice, dispute }: State) {
  const customer_id = `cus_${randomUUID()}`
  const subscription_id = `sub_${customer_id}`
  await insert('stripe_customer', { customer_id, reader_id: readerId, livemode: false })
  await insert('subscription', {
    id: subscription_id,
    customer_id,
    ours: true,
    currency: 'usd',
    unit_amount: 500,
    quantity: 1,
    interval: 'month',
    period_start: inDays(-15),
    period_end: inDays(15),
    cancel_at_period_end: false,
    created_at: inDays(-15),
    synced_at: now,
    ...subscription,
  })
  if (invoice)
    await insert('invoice', {
      id: `in_${customer_id}`,
      customer_id,
      subscription_id,
      status: 'paid',
      currency: 'usd',
      amount_due: 500,
      amount_paid: 500,
      amount_remaining: 0,
      attempts: 1,
      period_start: inDays(-15),
      period_end: inDays(15),
      created_at: inDays(-15),
      synced_at: now,
      ...invoice,
    })
  if (dispute)
    await insert('dispute', {
      id: `du_${customer_id}`,
      customer_id,
      subscription_id,
      status: dispute,
      reason: 'fraudulent',
      amount: 500,
      currency: 'usd',
      created_at: inDays(-3),
      synced_at: now,
    })
}

test.each(Object.entries(states))('%s: article, account and desk agree', async (reason, state) => {
  const { id, token } = await become(state)
  const cookie = `__Host-foldline=${token}`
  const [article, account, desk, standing] = await Promise.all([
    memory.classOf(cookie, now),
    ownAccount(database.app, id, now),
    readerStatus(database.app, id, now),
    readerStanding(database.app, id, now),
  ])
  expect(article).toBe(state.granted ? 'subscriber' : 'registered')
  expect(account.decision).toMatchObject({ granted: state.granted, reason })
  expect(desk?.decision).toEqual(account.decision)
  expect(desk?.verdict).toMatch(state.granted ? /^May read everything/ : /^May not read/)
  expect([account.sentence, desk?.sentence]).toEqual([standing.sentence, standing.sentence])
  // Any day at all, where none is known.
  const day = state.date ? formatDay(state.date) : ''
  expect(account.sentence).toContain(day)
  expect(desk?.verdict).toContain(state.granted ? day : '')
  expect(account.actions).toEqual(state.actions)
  expect(bannerFor(account)?.kind).toBe(state.banner)
})

test('no sentence promises a day that nobody knows', async () => {
  const undated: State[] = [
    { subscription: { ...active, period_end: null }, granted: true, actions: [] },
    { subscription: { status: 'incomplete', period_start: null }, granted: false, actions: [] },
    { subscription: { ...toVoid, pause_resumes_at: null }, granted: false, actions: [] },
    {
      subscription: { ...active, pause_behavior: 'keep_as_draft', period_end: null },
      granted: true,
      actions: [],
    },
  ]
  for (const state of undated) {
    const { id } = await become(state)
    const { sentence } = await ownAccount(database.app, id, now)
    expect(sentence).not.toMatch(/do not know|further notice|\{/)
  }
})

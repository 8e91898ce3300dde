import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { DAY, later } from '#lib/clock.ts'
import { exportAccount } from './export.ts'

const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const insert = (table: string, row: Record<string, unknown>) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`

type Person = { id: string; email: string; customerId: string }
let anna: Person
let bert: Person
beforeAll(async () => {
  anna = await addPerson('anna')
  bert = await addPerson('bert')
  await fill(anna, bert)
  await fill(bert, anna)
})

async function addPerson(name: string): Promise<Person> {
  const email = `${name}-${randomUUID()}@example.org`
  const [row] = await database.owner`
    insert into reader (email, name) values (${email}, ${`${name} example`}) returning id`
  return { id: String(row?.id), email, customerId: `cus_${name}` }
}

/** One row of everything there is about a person; the other one has to do with their gifts. */
async function fill({ id, email, customerId }: Person, other: Person): Promise<void> {
  const of = { customer_id: customerId, currency: 'usd', synced_at: now, created_at: now }
  await insert('session', {
    reader_id: id,
    token_hash: hashToken(id),
    expires_at: later(now, DAY),
    device: `device of ${email}`,
  })
  await insert('private_feed', {
    reader_id: id,
    token_hash: hashToken(`feed of ${id}`),
    made_at: now,
  })
  await insert('stripe_customer', { customer_id: customerId, reader_id: id, livemode: false })
  await insert('checkout_attempt', { reader_id: id, state: 'open', return_to: `/of/${email}` })
  await insert('subscription', {
    ...of,
    id: `sub_${customerId}`,
    status: 'active',
    ours: true,
    cancel_at_period_end: false,
  })
  await insert('invoice', {
    ...of,
    id: `in_${customerId}`,
    amount_due: 500,
    amount_paid: 500,
    amount_remaining: 0,
    attempts: 1,
    period_start: now,
    period_end: now,
    hosted_url: 'https://invoice.stripe.com/i/secret',
  })
  await insert('charge', {
    ...of,
    id: `ch_${customerId}`,
    status: 'succeeded',
    amount_captured: 500,
    amount_refunded: 200,
  })
  await insert('dispute', {
    ...of,
    id: `du_${customerId}`,
    status: 'won',
    reason: 'x',
    amount: 500,
  })
  await insert('access_grant', {
    reader_id: id,
    kind: 'staff',
    giver: 'maren@leadline.example',
    why: 'internal reason',
    starts_at: now,
    ends_at: later(now, DAY),
  })
  await insert('gift', {
    buyer_id: id,
    redeemed_by: other.id,
    redeemed_at: now,
    paid_at: now,
    state: 'redeemed',
    months: 3,
    amount: 1500,
    currency: 'usd',
    giver_name: `giver ${email}`,
    note: `note of ${email}`,
    recipient_email: other.email,
    recipient_name: `for ${other.email}`,
    deliver_at: now,
    code_hash: hashToken(`gift ${id}`),
  })
  await insert('consent', {
    reader_id: id,
    kind: 'subscription',
    text_version: '1',
    text: `terms for ${email}`,
    subject_id: randomUUID(),
  })
  await insert('withdrawal', {
    name: 'N',
    email,
    via: 'account',
    reader_id: id,
    outcome: 'too_late',
  })
  const [article] = await database.owner`
    insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
        access_level, has_gated_part, status, published_at)
      values (${randomUUID()}, 'h', 's', '', '', '', 0, 'free', false, 'published', now()) returning id`
  await insert('gift_link', {
    giver_id: id,
    article_id: article?.id,
    token_hash: hashToken(`gift link ${id}`),
    ends_at: later(new Date(), DAY),
  })
  await insert('saved_article', { reader_id: id, article_id: article?.id })
  await insert('reading_history', { reader_id: id, since: now })
  await insert('history_entry', { reader_id: id, article_id: article?.id, read_at: now })
  await insert('comment_writer', { reader_id: id, name: 'Writer', folded: 'writer' })
  await insert('comment_ban', {
    reader_id: id,
    why: 'internal reason',
    by: 'maren@leadline.example',
  })
  const comment = randomUUID()
  await insert('comment', {
    id: comment,
    article_id: article?.id,
    reader_id: id,
    body: `comment of ${email}`,
    state: 'visible',
  })
  await insert('comment_report', { comment_id: comment, reader_id: id, reason: 'spam' })
  const [letters] = await database.owner`
    insert into newsletter_address (email) values (${email}) returning id`
  await insert('newsletter_subscription', {
    address_id: letters?.id,
    newsletter: 'first-light',
    state: 'confirmed',
    asked_from: 'page',
    consent_version: '1',
    consent_text: `letters for ${email}`,
    confirmed_at: now,
  })
  const [stranger] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  await insert('comment_report', {
    comment_id: comment,
    reader_id: stranger?.id,
    reason: 'abuse',
    note: 'internal reason',
  })
  await insert('mail', {
    reader_id: id,
    to_address: email,
    kind: 'welcome',
    once_key: randomUUID(),
    subject: `Welcome ${email}`,
    data: { inside: 'what it said' },
    state: 'queued',
  })
  await insert('audit_entry', {
    actor_id: other.id,
    actor: 'maren@leadline.example',
    action: 'Gave access',
    subject_id: id,
    detail: database.owner.json({ why: 'internal reason' }),
  })
  await insert('audit_entry', { actor_id: id, actor: 'the reader', action: 'Did', subject_id: id })
}

const archiveOf = async (id: string, most?: number) =>
  JSON.stringify(await exportAccount(database.app, id, now, most))
const parse = async (id: string, most?: number): Promise<Record<string, unknown>> =>
  JSON.parse(await archiveOf(id, most))

test('has every list that docs/export.md names, in its order, and none of them empty', async () => {
  const docs = readFileSync(path.join(import.meta.dirname, '../../docs/export.md'), 'utf8')
  const told = [...docs.matchAll(/^\| `(\w+)` /gm)].map(([, key]) => key)
  const archive = await parse(anna.id)
  expect(Object.keys(archive)).toEqual(told)
  const empty = Object.entries(archive).filter(
    ([, value]) => Array.isArray(value) && value.length === 0,
  )
  expect(empty.map(([key]) => key)).toEqual(['incomplete'])
  expect(archive).toMatchObject({
    schemaVersion: 1,
    generatedAt: now.toISOString(),
    account: { id: anna.id, email: anna.email, name: 'anna example' },
    commenting: { name: 'Writer', bannedSince: expect.any(String), bannedUntil: null },
    privateFeed: { madeAt: now.toISOString() },
    refunds: [{ chargeId: 'ch_cus_anna', amount: 200, currency: 'usd' }],
    giftsReceived: [{ months: 3, redeemedAt: now.toISOString() }],
    audit: [
      { by: 'you', action: 'Did' },
      { by: 'staff', action: 'Gave access' },
    ],
    incomplete: [],
  })
})

test('holds nothing of anybody else, nothing secret, and nothing that staff keep to themselves', async () => {
  const archive = await archiveOf(anna.id)
  for (const foreign of [bert.id, bert.email, bert.customerId, 'maren@', 'internal reason'])
    expect(archive).not.toContain(foreign)
  expect(archive).not.toMatch(/[0-9a-f]{64}|invoice\.stripe\.com|what it said/)
  expect(archive).toContain(anna.email)
})

test('of an article that is withdrawn it says when, and not what it was', async () => {
  const carl = await addPerson('carl')
  const [article] = await database.owner`
    insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
        access_level, has_gated_part, status, published_at)
      values (${randomUUID()}, 'A name nobody reads', 's', '', '', '', 0, 'free', false, 'withdrawn', now())
      returning id`
  await insert('saved_article', { reader_id: carl.id, article_id: article?.id, saved_at: now })
  await insert('reading_history', { reader_id: carl.id, since: now })
  await insert('history_entry', { reader_id: carl.id, article_id: article?.id, read_at: now })
  expect(await parse(carl.id)).toMatchObject({
    keepsHistory: true,
    savedArticles: [{ article: null, headline: null, savedAt: now.toISOString() }],
    readingHistory: [{ article: null, headline: null, readAt: now.toISOString() }],
  })
})

test('is bounded, and says what was left out', async () => {
  const archive = await parse(anna.id, 1)
  expect(archive).toMatchObject({ audit: [{ action: 'Did' }], incomplete: ['audit'] })
})

test('of a deleted account, or none, there is none', async () => {
  expect(await exportAccount(database.app, randomUUID(), now)).toBeNull()
  const gone = await addPerson('gone')
  await database.owner`update reader set deleted_at = now(), name = null where id = ${gone.id}`
  expect(await exportAccount(database.app, gone.id, now)).toBeNull()
})

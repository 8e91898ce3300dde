/** Row 50 of the faults: an account is deleted, with a live subscription and without, in calm and in trouble. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { seal } from '#lib/auth/seal.ts'
import { addReader } from '#lib/billing/testing/billing.ts'
import { beginLifeOn, type Life } from '#lib/billing/testing/life.ts'
import { DAY, later } from '#lib/clock.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { sendDueMail } from '#lib/mail/send.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { SECRET_KEY, sim } from '../../local/stripe/testing/start.ts'
import { deleteAccount } from './delete.ts'

useTestEnvironment()
const database = useTestDatabase()
const insert = (table: string, row: Record<string, unknown>) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`
beforeEach(() => database.owner`delete from mail`)

async function subscriber(): Promise<Life> {
  const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
  await life.buy()
  return life
}
const remove = async ({ reader, setting }: Life, typed = reader.email) =>
  deleteAccount(database.app, reader.id, typed, await setting())
const rowOf = async (id: string) => {
  const [row] = await database.owner`select * from reader where id = ${id}`
  return row
}
const count = async (table: string, column: string, value: string) => {
  const rows = await database.owner`
    select 1 from ${database.owner(table)} where ${database.owner(column)} = ${value}`
  return rows.length
}
const pseudonym = (id: string) => `deleted-${id}@deleted.invalid`

describe('50: an account with a live subscription is deleted', () => {
  test('50: the subscription is canceled first, then the person is taken out of Stripe and of our rows', async () => {
    const life = await subscriber()
    const { reader, stripe, customer } = life
    await stripe.customers.update(customer.id, { name: 'Anna Example', email: reader.email })
    await insert('session', {
      token_hash: hashToken(randomUUID()),
      reader_id: reader.id,
      expires_at: later(new Date(), DAY),
    })
    expect(await remove(life, ` ${reader.email.toUpperCase()} `)).toEqual({ kind: 'deleted' })

    expect(await life.subscription()).toMatchObject({ status: 'canceled' })
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
      name: null,
      email: null,
      metadata: {},
    })
    const methods = await stripe.paymentMethods.list({ customer: customer.id })
    expect(methods.data).toEqual([])
    // No proration: nothing is given back, and the one invoice stays.
    const invoices = await stripe.invoices.list({ customer: customer.id })
    expect(invoices.data).toMatchObject([{ status: 'paid', amount_paid: 500 }])

    expect(await rowOf(reader.id)).toMatchObject({
      email: pseudonym(reader.id),
      name: null,
      deleted_at: expect.any(Date),
    })
    expect(await count('session', 'reader_id', reader.id)).toBe(0)
    const [row] = await database.owner`
      select status from subscription where customer_id = ${customer.id}`
    expect(row?.status).toBe('canceled')
    expect(await count('invoice', 'customer_id', customer.id)).toBe(1)
  })

  test('Stripe down: nothing is deleted, and it is said; going again when it is back finishes it', async () => {
    const life = await subscriber()
    await sim(life.url, '/api', { fault: '500', count: 3, path: '/v1/subscriptions' })
    expect(await remove(life)).toEqual({ kind: 'unavailable' })
    expect(await rowOf(life.reader.id)).toMatchObject({
      email: life.reader.email,
      deleted_at: null,
    })
    expect(await life.subscription()).toMatchObject({ status: 'active' })
    expect(await remove(life)).toEqual({ kind: 'deleted' })
    expect(await life.subscription()).toMatchObject({ status: 'canceled' })
  })

  test('50: killed between cancel and delete: the account is there, the subscription is not; going again finishes it', async () => {
    const life = await subscriber()
    const { reader, url, price, customer } = life
    await sim(url, '/api', {
      fault: 'hang',
      count: 9,
      path: `/v1/customers/${customer.id}`,
      method: 'POST',
    })
    const script = path.join(import.meta.dirname, 'testing', 'delete-account.ts')
    const child = spawn(
      process.execPath,
      [script, database.url, url, SECRET_KEY, price.id, reader.id, reader.email],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    )
    const ended = once(child, 'exit')
    await expect
      .poll(async () => (await life.subscription()).status, { interval: 250 })
      .toBe('canceled')
    child.kill('SIGKILL')
    await ended
    expect(await rowOf(reader.id)).toMatchObject({ email: reader.email, deleted_at: null })
    await sim(url, '/reset', {})
    // The locks of the dead are free as soon as the database has noticed.
    await expect.poll(() => remove(life)).toEqual({ kind: 'deleted' })
    expect(await remove(life)).toEqual({ kind: 'deleted' })
    const [audit] = await database.owner`
      select count(*)::int as entries from audit_entry
       where subject_id = ${reader.id} and action = 'Deleted their account'`
    expect(audit?.entries).toBe(1)
  })

  test('a session in which one could still pay is closed, and nobody buys for the dead', async () => {
    const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
    const outcome = await life.checkOut()
    expect(outcome.kind).toBe('pay')
    expect(await remove(life)).toEqual({ kind: 'deleted' })
    const { data } = await life.stripe.checkout.sessions.list({ customer: life.customer.id })
    expect(data).toMatchObject([{ status: 'expired' }])
    const [attempt] = await database.owner`
      select state from checkout_attempt where reader_id = ${life.reader.id}`
    expect(attempt?.state).toBe('expired')
  })

  test('what Stripe tells later is copied, without a mail, without access, and without the name in it', async () => {
    const life = await subscriber()
    const { reader, customer, stripe, price } = life
    await remove(life)
    await database.owner`delete from mail`
    await insert('stripe_event', {
      id: `evt_${customer.id}`,
      type: 'customer.updated',
      customer_id: customer.id,
      livemode: false,
      payload: database.owner.json({ previous_attributes: { email: reader.email } }),
      created_at: new Date(),
    })
    // Somebody at the Dashboard gives the pseudonym a subscription.
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 30,
    })
    expect(await life.read()).toMatchObject({ granted: false })
    expect(await count('subscription', 'customer_id', customer.id)).toBe(2)
    expect(await database.owner`select kind from mail`).toHaveLength(0)
    const [event] = await database.owner`
      select payload from stripe_event where customer_id = ${customer.id}`
    expect(event?.payload).toEqual({})
  })
})

describe('what goes and what stays here', () => {
  test('no row holds the old address but the last mail, and that one until it is sent', async () => {
    const life = await subscriber()
    const { reader, customer } = life
    const { email } = reader
    const other = await addReader(database.owner)
    await insert('sign_in_challenge', {
      email,
      link_hash: hashToken(randomUUID()),
      code_hash: hashToken('1'),
      return_to: seal('/', 'a secret'),
      expires_at: later(new Date(), DAY),
    })
    await insert('email_change', {
      reader_id: reader.id,
      new_email: `new-${email}`,
      link_hash: hashToken(randomUUID()),
      expires_at: later(new Date(), DAY),
    })
    await insert('access_grant', {
      reader_id: reader.id,
      kind: 'staff',
      giver: 'desk',
      why: 'sorry',
      starts_at: new Date('2027-01-01'),
      ends_at: new Date('2027-12-01'),
    })
    await insert('staff_member', { reader_id: reader.id, role: 'support' })
    await insert('private_feed', { reader_id: reader.id, token_hash: hashToken(randomUUID()) })
    const bought = {
      buyer_id: reader.id,
      months: 3,
      amount: 1500,
      currency: 'usd',
      note: 'For you',
    }
    const paid = { ...bought, state: 'paid', giver_name: 'Anna', paid_at: new Date() }
    await insert('gift', {
      ...paid,
      code_hash: hashToken(randomUUID()),
      recipient_email: other.email,
      deliver_at: new Date(),
      delivered_at: new Date(),
    })
    await insert('gift', {
      ...paid,
      code_hash: hashToken(randomUUID()),
      recipient_email: other.email,
      deliver_at: later(new Date(), DAY),
    })
    await queueMail(database.app, {
      to: email,
      readerId: reader.id,
      onceKey: randomUUID(),
      message: { kind: 'ends_on', endsAt: new Date().toISOString() },
    })
    await remove(life)

    for (const table of ['sign_in_challenge', 'email_change', 'reader', 'gift', 'access_grant']) {
      const rows = await database.owner`select * from ${database.owner(table)}`
      expect(`${table} ${JSON.stringify(rows)}`).not.toContain(email)
    }
    expect(await count('staff_member', 'reader_id', reader.id)).toBe(0)
    expect(await count('private_feed', 'reader_id', reader.id)).toBe(0)
    const [grant] = await database.owner`
      select revoked_at from access_grant where reader_id = ${reader.id}`
    expect(grant?.revoked_at).toEqual(expect.any(Date))
    const gifts = await database.owner`
      select giver_name, recipient_email, note from gift where buyer_id = ${reader.id} order by deliver_at`
    expect([...gifts]).toEqual([
      { giver_name: 'Deleted account', recipient_email: null, note: null },
      { giver_name: 'Anna', recipient_email: other.email, note: 'For you' },
    ])
    expect(await count('stripe_customer', 'customer_id', customer.id)).toBe(1)

    const waiting = () =>
      database.owner`select kind from mail where to_address = ${email} and state = 'queued'`
    expect([...(await waiting())]).toEqual([{ kind: 'account_deleted' }])
    const taken: string[] = []
    await sendDueMail(
      database.app,
      () => later(new Date(), 1000),
      (mail) => Promise.resolve(void taken.push(mail.to)),
    )
    expect(taken).toEqual([email])
    expect(JSON.stringify(await database.owner`select * from mail`)).not.toContain(email)
  })

  test('of comments no word and no name stays; one that others answered leaves its place, the rest nothing', async () => {
    const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
    const { reader } = life
    const other = await addReader(database.owner)
    const [article] = await database.owner`
      insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
          access_level, has_gated_part, status, published_at)
        values ('talked-about', 'h', 's', '', '', '', 0, 'free', false, 'published', now()) returning id`
    const add = async (of: { id: string }, body: string, parent: string | null = null) => {
      const id = randomUUID()
      await insert('comment', {
        id,
        article_id: article?.id,
        reader_id: of.id,
        parent_id: parent,
        body,
        state: 'visible',
      })
      return id
    }
    await insert('comment_writer', { reader_id: reader.id, name: 'Anna Tern', folded: 'x' })
    await insert('comment_ban', { reader_id: reader.id, why: 'w', by: 'b' })
    await add(reader, 'theirs, alone')
    await add(reader, 'theirs too', await add(reader, 'theirs, answered by themselves'))
    const answered = await add(reader, 'theirs, answered')
    const answer = await add(other, 'An answer', answered)
    const foreign = await add(other, 'A question')
    await add(reader, 'theirs, an answer', foreign)
    await insert('comment_report', { comment_id: foreign, reader_id: reader.id, reason: 'spam' })

    expect(await remove(life)).toEqual({ kind: 'deleted' })

    const left = await database.owner`
      select id, body, state, reader_id from comment where article_id = ${article?.id ?? ''}`
    expect(new Set(left.map(({ id }) => String(id)))).toEqual(new Set([answered, answer, foreign]))
    expect(left.find(({ id }) => id === answered)).toMatchObject({
      body: '',
      state: 'removed',
      reader_id: null,
    })
    for (const table of ['comment_writer', 'comment_ban', 'comment_report'])
      expect([table, await count(table, 'reader_id', reader.id)]).toEqual([table, 0])
  })

  test('of what they did with articles nothing stays: those they gave away, saved and read', async () => {
    const life = await subscriber()
    const { id } = life.reader
    const [article] = await database.owner`
      insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
          access_level, has_gated_part, status, published_at)
        values (${randomUUID()}, 'h', 's', '', '', '', 0, 'free', false, 'published', now()) returning id`
    const of = { article_id: article?.id }
    const ends = { token_hash: hashToken(randomUUID()), ends_at: later(new Date(), DAY) }
    await insert('gift_link', { ...of, ...ends, giver_id: id })
    await insert('saved_article', { ...of, reader_id: id })
    await insert('reading_history', { reader_id: id, since: new Date() })
    await insert('history_entry', { ...of, reader_id: id, read_at: new Date() })
    await remove(life)
    expect(await count('gift_link', 'giver_id', id)).toBe(0)
    for (const table of ['saved_article', 'reading_history', 'history_entry'])
      expect(await count(table, 'reader_id', id)).toBe(0)
  })

  test('whoever signs in with the old address is somebody new', async () => {
    const life = await beginLifeOn(database, '2027-01-10T10:00:00Z')
    await remove(life)
    const [made] = await database.owner`
      insert into reader (email) values (${life.reader.email}) returning id`
    expect(made?.id).not.toBe(life.reader.id)
    expect(await count('stripe_customer', 'reader_id', String(made?.id))).toBe(0)
  })
})

describe('what is refused', () => {
  test('another address than the account’s, and nothing is done', async () => {
    const life = await subscriber()
    for (const typed of ['', 'somebody@example.org', `${life.reader.email}x`])
      expect(await remove(life, typed)).toEqual({ kind: 'not_confirmed' })
    expect(await life.subscription()).toMatchObject({ status: 'active' })
  })

  test('the last administrator; of two who go at once, one stays', async () => {
    const [first, second] = [
      await beginLifeOn(database, '2027-01-10T10:00:00Z'),
      await beginLifeOn(database, '2027-01-10T10:00:00Z'),
    ]
    for (const { reader } of [first, second])
      await insert('staff_member', { reader_id: reader.id, role: 'admin' })
    const outcomes = await Promise.all([remove(first), remove(second)])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['deleted', 'last_admin'])
    await database.owner`delete from staff_member`
  })
})

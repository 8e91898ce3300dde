import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from './testing/database.ts'

const database = useTestDatabase()
let heard: string[] = []
let marks = 0
const arrived = new Map<string, () => void>()

beforeAll(async () => {
  await database.owner.listen('foldline_changes', (payload) => {
    arrived.get(payload)?.()
    if (!payload.startsWith('mark')) heard.push(payload)
  })
})
afterAll(() => arrived.clear())

const run = (statements: string) =>
  database.app.transaction(async (tx) => {
    for (const statement of statements.split(';').filter((one) => one.trim() !== ''))
      await tx.execute(sql.raw(statement))
  })

const mirror = (hash: string) => hash.slice(1) + hash.slice(0, 1)

/** What is said about a transaction of the application: everything that comes before a mark behind it. */
async function saidOf(statements: string): Promise<string[]> {
  await untilQuiet()
  heard = []
  await run(statements)
  await untilQuiet()
  return heard.toSorted()
}

/** Notices come in the order of their commits, so what was committed before has been heard. */
async function untilQuiet(): Promise<void> {
  const mark = `mark ${++marks}`
  const come = new Promise<void>((resolve) => arrived.set(mark, resolve))
  await database.owner`select pg_notify('foldline_changes', ${mark})`
  await come
}

describe('what a reader may read', () => {
  let reader = ''
  let other = ''
  let customer = ''
  let hash = ''

  beforeEach(async () => {
    ;[reader, other] = [randomUUID(), randomUUID()]
    customer = `cus_${reader}`
    hash = reader.replaceAll('-', '').repeat(2)
    await run(`
      insert into reader (id, email) values ('${reader}', '${reader}@x.org'), ('${other}', '${other}@x.org');
      insert into session (token_hash, reader_id, expires_at) values ('${hash}', '${reader}', now() + interval '1 day');
      insert into stripe_customer (customer_id, reader_id, livemode) values ('${customer}', '${reader}', false);
      insert into subscription (id, customer_id, status, ours, currency, cancel_at_period_end, created_at, synced_at)
        values ('sub_${reader}', '${customer}', 'active', true, 'usd', false, now(), now());
      insert into invoice (id, customer_id, subscription_id, status, currency, amount_due, amount_paid,
          amount_remaining, attempts, period_start, period_end, created_at, synced_at)
        values ('in_${reader}', '${customer}', 'sub_${reader}', 'paid', 'usd', 5, 5, 0, 1, now(), now(), now(), now());
      insert into dispute (id, customer_id, payment_intent_id, status, reason, amount, currency, created_at, synced_at)
        values ('dp_${reader}', '${customer}', 'pi_${reader}', 'won', 'fraudulent', 5, 'usd', now(), now());
      insert into access_grant (id, reader_id, kind, giver, why, ends_at)
        values ('${reader}', '${reader}', 'staff', 'the desk', 'why', now() + interval '1 day');
      insert into staff_member (reader_id, role) values ('${reader}', 'writer');
      insert into gift (id, buyer_id, state, months, amount, currency, giver_name, deliver_at, code_hash)
        values ('${reader}', '${other}', 'open', 3, 5, 'usd', 'G', now(), '${hash}')`)
  })

  const subscription = (id: string) => `insert into subscription
    (id, customer_id, status, ours, currency, cancel_at_period_end, created_at, synced_at)
    values ('${id}', '${customer}', 'active', true, 'usd', false, now(), now())`
  const paid = (id: string, status: string) => `insert into invoice
    (id, customer_id, status, currency, amount_due, amount_paid, amount_remaining, attempts,
     period_start, period_end, created_at, synced_at)
    values ('${id}', '${customer}', '${status}', 'usd', 5, 5, 0, 1, now(), now(), now(), now())`
  const aReader = () => [`reader ${reader}`]
  const both = () => [`reader ${reader}`, `reader ${other}`].toSorted()

  test.each<[string, () => string, () => string[]]>([
    ['a subscription made', () => subscription(`sub_2_${reader}`), aReader],
    [
      'one that is upserted with another state',
      () => `${subscription(`sub_${reader}`)} on conflict (id) do update set status = 'canceled'`,
      aReader,
    ],
    ['one deleted', () => `delete from subscription where customer_id = '${customer}'`, aReader],
    ...[
      `status = 'past_due'`,
      'ours = false',
      'period_start = now()',
      'period_end = now()',
      'cancel_at = now()',
      'cancel_at_period_end = true',
      'ended_at = now()',
      'trial_end = now()',
      `pause_behavior = 'void'`,
      'pause_resumes_at = now()',
      'unpaid_since = now()',
      'known_until = now()',
      'vanished_at = now()',
    ].map((set): [string, () => string, () => string[]] => [
      `a subscription with ${set}`,
      () => `update subscription set ${set} where customer_id = '${customer}'`,
      aReader,
    ]),
    [
      'a grant',
      () => `update access_grant set id = uuidv7() where reader_id = '${reader}'`,
      aReader,
    ],
    [
      'a grant taken back',
      () => `update access_grant set revoked_at = now() where reader_id = '${reader}'`,
      aReader,
    ],
    [
      'a grant moved',
      () =>
        `update access_grant set ends_at = ends_at + interval '1 h' where reader_id = '${reader}'`,
      aReader,
    ],
    [
      'a grant to another',
      () => `update access_grant set reader_id = '${other}' where reader_id = '${reader}'`,
      both,
    ],
    ['a grant deleted', () => `delete from access_grant where reader_id = '${reader}'`, aReader],
    [
      'a grant made',
      () => `insert into access_grant (reader_id, kind, giver, why, ends_at)
        values ('${other}', 'gift', 'g', 'w', now() + interval '1 day')`,
      () => [`reader ${other}`],
    ],
    [
      'a dispute opened again',
      () => `update dispute set status = 'needs_response' where customer_id = '${customer}'`,
      aReader,
    ],
    ['a dispute deleted', () => `delete from dispute where customer_id = '${customer}'`, aReader],
    [
      'a dispute about a gift',
      () => `update gift set payment_intent_id = 'pi_${reader}' where id = '${reader}'`,
      aReader,
    ],
    [
      'a customer unlinked',
      () => `update stripe_customer set unlinked_at = now() where customer_id = '${customer}'`,
      aReader,
    ],
    [
      'a customer of another',
      () => `update stripe_customer set reader_id = '${other}' where customer_id = '${customer}'`,
      both,
    ],
    [
      'a customer linked',
      () =>
        `insert into stripe_customer (customer_id, reader_id, livemode) values ('cus_2_${reader}', '${other}', false)`,
      () => [`reader ${other}`],
    ],
    ['a paid invoice', () => paid(`in_2_${reader}`, 'paid'), aReader],
    [
      'one that is paid now',
      () =>
        `${paid(`in_2_${reader}`, 'open')}; update invoice set status = 'paid' where id = 'in_2_${reader}'`,
      aReader,
    ],
    [
      'one that is not paid any more',
      () => `update invoice set status = 'void' where customer_id = '${customer}'`,
      aReader,
    ],
    ['one deleted', () => `delete from invoice where customer_id = '${customer}'`, aReader],
    [
      'staff with another role',
      () => `update staff_member set role = 'admin' where reader_id = '${reader}'`,
      aReader,
    ],
    ['staff who left', () => `delete from staff_member where reader_id = '${reader}'`, aReader],
    [
      'staff who came',
      () => `insert into staff_member (reader_id, role) values ('${other}', 'editor')`,
      () => [`reader ${other}`],
    ],
    [
      'a history turned on',
      () => `insert into reading_history (reader_id, since) values ('${other}', now())`,
      () => [`reader ${other}`],
    ],
    [
      'a history turned off',
      () =>
        `insert into reading_history (reader_id, since) values ('${reader}', now()); delete from reading_history where reader_id = '${reader}'`,
      aReader,
    ],
    [
      'a reader who is a pseudonym now',
      () => `update reader set deleted_at = now(), name = null where id = '${other}'`,
      () => [`reader ${other}`],
    ],
    [
      'a reader who is gone',
      () =>
        `delete from gift where buyer_id = '${other}'; delete from reader where id = '${other}'`,
      () => [`reader ${other}`],
    ],
    [
      'a session ended',
      () => `delete from session where reader_id = '${reader}'`,
      () => [`session ${hash}`],
    ],
    [
      'a session that ends earlier',
      () => `update session set expires_at = now() where reader_id = '${reader}'`,
      () => [`session ${hash}`],
    ],
    [
      'a session of another',
      () => `update session set reader_id = '${other}' where reader_id = '${reader}'`,
      () => [`session ${hash}`],
    ],
    [
      'much at once, said once',
      () => `update subscription set status = 'canceled' where customer_id = '${customer}';
       update subscription set ours = false where customer_id = '${customer}'`,
      aReader,
    ],
  ])('%s', async (_name, statements, said) => {
    expect(await saidOf(statements())).toEqual(said())
  })

  test.each<[string, () => string]>([
    [
      'a customer read anew and found as it was',
      () => `
      ${subscription(`sub_${reader}`)} on conflict (id) do update set synced_at = now(), status = excluded.status;
      update subscription set vanished_at = now() where customer_id = '${customer}' and id = 'sub_nobody';
      ${paid(`in_${reader}`, 'paid')} on conflict (id) do update set synced_at = now(), attempts = 2;
      update dispute set synced_at = now() where customer_id = '${customer}';
      update stripe_customer set synced_at = now(), card_last4 = '4242' where customer_id = '${customer}'`,
    ],
    [
      'another price of a subscription',
      () =>
        `update subscription set price_id = 'price_2', unit_amount = 9 where customer_id = '${customer}'`,
    ],
    ['an open invoice', () => paid(`in_2_${reader}`, 'open')],
    [
      'a new reader and a new session',
      () => `
      insert into reader (id, email) values (uuidv7(), 'new-${reader}@x.org');
      insert into session (token_hash, reader_id, expires_at) values ('${mirror(hash)}', '${other}', now() + interval '1 day')`,
    ],
    [
      'another device name of a session',
      () => `update session set device = 'Phone' where reader_id = '${reader}'`,
    ],
    [
      'another address of a reader',
      () => `update reader set email = 'x${reader}@x.org', name = 'N' where id = '${reader}'`,
    ],
    [
      'why a grant was given',
      () => `update access_grant set why = 'another' where reader_id = '${reader}'`,
    ],
    [
      'when staff came',
      () => `update staff_member set added_at = now() where reader_id = '${reader}'`,
    ],
    ['a gift delivered', () => `update gift set recipient_name = 'R' where id = '${reader}'`],
    [
      'sessions cleaned up that ended long ago',
      () => `
      insert into session (token_hash, reader_id, expires_at) values ('${mirror(hash)}', '${reader}', now() - interval '1 day');
      delete from session where expires_at < now() - interval '2 h'`,
    ],
  ])('nothing is said of %s', async (_name, statements) => {
    expect(await saidOf(statements())).toEqual([])
  })

  test('a statement about more than five hundred says it in one word', async () => {
    await run(
      `insert into reader (email) select 'many' || n || '-${reader}@x.org' from generate_series(1, 501) n`,
    )
    const give = (few: string) => `insert into access_grant (reader_id, kind, giver, why, ends_at)
      select id, 'staff', 'd', 'w', now() + interval '1 day' from reader where email like 'many%-${reader}@x.org' ${few}`
    expect(await saidOf(give(''))).toEqual(['everything'])
    expect(await saidOf(give('limit 500'))).toHaveLength(500)
  })
})

const article = (ofId: string, itsSlug: string, status: string) => `insert into article
  (id, slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words, access_level,
   has_gated_part, status, published_at)
  values ('${ofId}', '${itsSlug}', 'h', 's', '', '', '', 0, 'subscriber', true, '${status}', now())`

describe('what stands on pages', () => {
  let id = ''
  let slug = ''
  let topic = ''

  beforeEach(async () => {
    ;[id, topic] = [randomUUID(), randomUUID()]
    slug = `article-${id}`
    await run(`${article(id, slug, 'published')};
      insert into article_gated (article_id, html, text) values ('${id}', '<p>g</p>', 'g');
      insert into topic (id, slug, name) values ('${topic}', '${topic}', 'Tides');
      insert into article_topic (article_id, topic_id, position) values ('${id}', '${topic}', 0);
      insert into correction (article_id, text) values ('${id}', 'c')`)
  })

  const itsPage = () => [`article ${slug}`]
  const withLists = () => [`article ${slug}`, 'lists']

  test.each<[string, () => string, () => string[]]>([
    [
      'published',
      () => article(randomUUID(), `new-${slug}`, 'published'),
      () => [`article new-${slug}`, 'lists'],
    ],
    [
      'made stricter',
      () => `update article set access_level = 'free' where id = '${id}'`,
      withLists,
    ],
    ['withdrawn', () => `update article set status = 'withdrawn' where id = '${id}'`, withLists],
    ['another headline', () => `update article set headline = 'x' where id = '${id}'`, withLists],
    [
      'another address',
      () => `update article set slug = 'moved-${slug}' where id = '${id}'`,
      () => [`article ${slug}`, `article moved-${slug}`, 'lists'],
    ],
    ['deleted, with what hangs on it', () => `delete from article where id = '${id}'`, withLists],
    [
      'another text below the marker',
      () => `update article_gated set html = '<p>x</p>' where article_id = '${id}'`,
      itsPage,
    ],
    ['none below it', () => `delete from article_gated where article_id = '${id}'`, itsPage],
    [
      'a correction',
      () => `insert into correction (article_id, text) values ('${id}', 'd')`,
      itsPage,
    ],
    [
      'a correction changed',
      () => `update correction set text = 'd' where article_id = '${id}'`,
      itsPage,
    ],
    ['a correction taken away', () => `delete from correction where article_id = '${id}'`, itsPage],
    [
      'no longer under a topic',
      () => `delete from article_topic where article_id = '${id}'`,
      withLists,
    ],
    [
      'under it in another place',
      () => `update article_topic set position = 7 where article_id = '${id}'`,
      withLists,
    ],
    [
      'a new topic',
      () => `insert into topic (slug, name) values ('new-${slug}', 'N')`,
      () => ['lists'],
    ],
    [
      'a topic with another name',
      () => `update topic set name = 'N' where id = '${topic}'`,
      () => ['everything'],
    ],
    [
      'a map of a region',
      () => `with r as (insert into region (slug, name) values ('r-${slug}', 'R') returning id)
        insert into region_map (region_id, hash, svg, alt, width, height)
        select id, '${'0'.repeat(32)}', '<svg/>', '', 1, 1 from r`,
      () => ['everything', 'lists'],
    ],
    [
      'a topic deleted',
      () => `delete from topic where id = '${topic}'`,
      () => [`article ${slug}`, 'everything', 'lists'],
    ],
  ])('%s', async (_name, statements, said) => {
    expect(await saidOf(statements())).toEqual(said())
  })

  test.each<[string, () => string]>([
    [
      'an article saved as it was',
      () => `
      update article set headline = headline, status = status where id = '${id}';
      insert into article_gated (article_id, html, text) values ('${id}', '<p>g</p>', 'g')
        on conflict (article_id) do update set html = excluded.html, text = excluded.text;
      insert into topic (slug, name) values ('${topic}', 'Other') on conflict do nothing;
      update topic set name = name where id = '${topic}'`,
    ],
    [
      'a draft, its gated part and its corrections',
      () => {
        const draft = randomUUID()
        return `${article(draft, `draft-${slug}`, 'draft')};
        insert into article_gated (article_id, html, text) values ('${draft}', 'g', 'g');
        insert into correction (article_id, text) values ('${draft}', 'c');
        insert into article_topic (article_id, topic_id, position) values ('${draft}', '${topic}', 0);
        update article set headline = 'x', status = 'withdrawn' where id = '${draft}';
        delete from article where id = '${draft}'`
      },
    ],
    [
      'a revision',
      () =>
        `insert into article_revision (article_id, number, headline, standfirst, source_html) values ('${id}', 1, 'h', 's', '')`,
    ],
  ])('nothing is said of %s', async (_name, statements) => {
    expect(await saidOf(statements())).toEqual([])
  })

  test('an address that does not fit into a notice does not break the write', async () => {
    const long = `a${'-b'.repeat(5000)}`
    expect(await saidOf(article(randomUUID(), long, 'published'))).toEqual(['everything', 'lists'])
  })
})

describe('what readers write under articles', () => {
  const slug = `talked-about-${randomUUID()}`
  const [articleId, writer, comment] = [randomUUID(), randomUUID(), randomUUID()]
  const itsPage = [`article ${slug}`]

  beforeAll(async () => {
    await run(`
      insert into article (id, slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
          access_level, has_gated_part, status, published_at)
        values ('${articleId}', '${slug}', 'h', 's', '', '', '', 0, 'subscriber', false, 'published', now());
      insert into reader (id, email) values ('${writer}', '${writer}@x.org');
      insert into comment_writer (reader_id, name, folded) values ('${writer}', 'Ada', 'ada');
      insert into comment (id, article_id, reader_id, body, state)
        values ('${comment}', '${articleId}', '${writer}', 'First', 'visible')`)
  })

  const add = (state: string) => `insert into comment (article_id, reader_id, body, state, held_for)
    values ('${articleId}', '${writer}', 'More', '${state}', ${state === 'held' ? `'word'` : 'null'})`
  const change = (set: string) => `update comment set ${set} where id = '${comment}'`

  test.each<[string, string, string[]]>([
    ['written', add('visible'), itsPage],
    ['written, and held', add('held'), []],
    ['edited', change(`body = 'Better', edited_at = now()`), itsPage],
    ['picked', change('picked_at = now()'), itsPage],
    ['picked again', change(`picked_at = now() + interval '1 s'`), []],
    ['looked at by staff', change('approved_at = now()'), []],
    ['held', change(`state = 'held', held_for = 'staff', picked_at = null`), itsPage],
    ['edited while it is held', change(`body = 'Kinder'`), []],
    ['let stand', change(`state = 'visible', held_for = null`), itsPage],
    ['saved as it was', change('body = body'), []],
    [
      'reported',
      `insert into comment_report (comment_id, reader_id, reason) values ('${comment}', '${writer}', 'spam')`,
      [],
    ],
    ['of another name', `update comment_writer set name = 'Ida', folded = 'ida'`, itsPage],
    ['of the same name', `update comment_writer set named_at = now()`, []],
    ['removed', change(`state = 'removed', removed_by = 'writer', body = ''`), itsPage],
    ['deleted', `delete from comment where id = '${comment}'`, itsPage],
  ])('%s', async (_name, statements, said) => {
    expect(await saidOf(statements)).toEqual(said)
  })
})

test('every table that the access decision is read from has its triggers', async () => {
  const { owner } = database
  const rows = await owner`
    select c.relname as name, count(*)::int as triggers from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where t.tgname like 'tell_%' group by 1 order by 1`
  expect(Object.fromEntries(rows.map(({ name, triggers }) => [name, triggers]))).toEqual({
    ...Object.fromEntries(
      [
        'access_grant',
        'article',
        'article_author',
        'article_gated',
        'article_region',
        'article_topic',
        'author',
      ]
        .concat([
          'comment',
          'correction',
          'dispute',
          'gift',
          'invoice',
          'region',
          'region_map',
          'section',
          'staff_member',
        ])
        .concat(['stripe_customer', 'subscription', 'topic'])
        .map((name) => [name, 4]),
    ),
    comment_writer: 3,
    front_container: 2,
    front_pin: 2,
    most_read: 2,
    reader: 3,
    reading_history: 3,
    session: 3,
    // One that goes goes with a change of its article, which is told.
    share_card: 2,
  })
})

test('the front page is told of when its containers, its pins or what is read most change', async () => {
  const [container, articleId] = [randomUUID(), randomUUID()]
  await run(`insert into article (id, slug, headline, standfirst, preview_html, preview_text, excerpt,
      preview_words, access_level, has_gated_part, status)
    values ('${articleId}', 'pinned', 'h', 's', '', '', '', 0, 'free', false, 'draft')`)
  for (const statement of [
    `insert into front_container (id, kind, articles, layout, position) values ('${container}', 'lead', 1, 'wide', 0)`,
    `insert into front_pin (container_id, article_id, position) values ('${container}', '${articleId}', 0)`,
    `delete from front_container`,
    `insert into most_read (position, article_id) values (1, '${articleId}')`,
    `delete from most_read`,
  ])
    expect(await saidOf(statement)).toEqual(['lists'])
})

test('what is rolled back was never said', async () => {
  await untilQuiet()
  heard = []
  const failed = database.app.transaction(async (tx) => {
    await tx.execute(sql`insert into topic (slug, name) values ('rolled-back', 'N')`)
    throw new RangeError('changed my mind')
  })
  await expect(failed).rejects.toThrow(RangeError)
  await untilQuiet()
  expect(heard).toEqual([])
})

test('emptying a table says everything', async () => {
  await untilQuiet()
  heard = []
  await database.owner`truncate session`
  await untilQuiet()
  expect(heard).toEqual(['everything'])
})

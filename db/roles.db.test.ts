import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { useTestDatabase } from './testing/database.ts'

const database = useTestDatabase()

const privateTables = [
  'article',
  'article_gated',
  'article_revision',
  'reader',
  'session',
  'account',
  'verification_token',
  'sign_in_challenge',
  'staff_member',
  'access_grant',
  'audit_entry',
  'stripe_customer',
  'refused_link',
  'subscription',
  'invoice',
  'charge',
  'dispute',
  'checkout_attempt',
  'stripe_event',
  'mail',
  'rate_limit',
  'email_change',
  'consent',
  'gift',
  'withdrawal',
  'price_change',
  'health_check',
  'change_listener',
  'change_ahead',
  'comment',
  'comment_writer',
  'comment_report',
  'comment_ban',
  'hold_word',
  'picture',
  'picture_use',
  'private_feed',
  'newsletter_address',
  'newsletter_subscription',
  'newsletter_issue',
  'gift_link',
  'saved_article',
  'reading_history',
  'history_entry',
  'front_edition',
  'article_reads',
  'share_card',
  'share_card_due',
]

test.each(privateTables)('W52: the public login may not read %s', async (table) => {
  const read = database.public.execute(sql.raw(`select * from ${table} limit 1`))
  await expect(read).rejects.toMatchObject({ cause: { code: '42501' } })
})

test('W52: every table is either named as public or refused', async () => {
  const readable = await database.owner`
    select table_name from information_schema.role_table_grants
     where grantee = 'foldline_public' order by table_name`
  const all = await database.owner`
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'v') order by 1`
  expect([...readable.map((row) => String(row.table_name)), ...privateTables].toSorted()).toEqual(
    all.map((row) => String(row.relname)),
  )
})

test('W52: the public login can write nothing', async () => {
  const rights = await database.owner`
    select privilege_type from information_schema.role_table_grants
     where grantee = 'foldline_public' and privilege_type <> 'SELECT'`
  expect(rights).toHaveLength(0)
  await expect(database.public.execute(sql`create table leak (a int)`)).rejects.toMatchObject({
    cause: { code: '42501' },
  })
})

test('the public login cannot become another role', async () => {
  await expect(database.public.execute(sql`set role foldline_app`)).rejects.toMatchObject({
    cause: { code: '42501' },
  })
})

test.each([
  'update audit_entry set actor = actor',
  'delete from audit_entry',
  'truncate audit_entry',
])('the audit log refuses "%s", to the application and to the owner', async (statement) => {
  await expect(database.app.execute(sql.raw(statement))).rejects.toMatchObject({
    cause: { code: '42501' },
  })
  await expect(database.owner.unsafe(statement)).rejects.toThrow('append-only')
})

test('a draft, a withdrawn article and tomorrow’s article are not in the public view', async () => {
  const add = (slug: string, status: string, publishedAt: string) =>
    database.owner.unsafe(`insert into article
      (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words, access_level,
       has_gated_part, status, published_at)
      values ('${slug}', 'h', 's', '', '', '', 0, 'free', false, '${status}', ${publishedAt})`)
  await add('out', 'published', "now() - interval '1 minute'")
  await add('tomorrow', 'published', "now() + interval '1 day'")
  await add('draft', 'draft', 'null')
  await add('withdrawn', 'withdrawn', "now() - interval '1 minute'")
  const rows = await database.public.execute(sql`select slug from published_article`)
  expect(rows.map((row) => row.slug)).toEqual(['out'])
})

/**
 * Makes a publication large, quickly: PostgreSQL itself puts articles together from the sentences of the
 * demo, and readers, customers, subscriptions and sessions from numbers. Made rows pass every rule of the
 * tables; they differ in their words, so that searches find what is rare and what is common.
 */
import type { Sql } from 'postgres'

/** How large. */
export type Size = { articles: number; readers: number }

/** The session of the n-th made reader, where `n` ends in 0 or 5. */
export const grownToken = (n: number) => `grown-${n}`
/** The address of the n-th made article. */
export const grownPath = (n: number) => `/articles/grown-${n}`

/** Adds what is missing to this size; the planner knows of it when this returns. */
export async function grow(sql: Sql, to: Size): Promise<void> {
  await growArticles(sql, to.articles)
  await growReaders(sql, to.readers)
  await sql`vacuum (analyze)`
}

/** Every tenth is free, every tenth for whoever signs in, the others for subscribers. One each 50 minutes, backwards. */
async function growArticles(sql: Sql, to: number): Promise<void> {
  const sentences = await demoSentences(sql)
  const [{ there } = { there: 0 }] = await sql`select count(*)::int as there from article`
  // A statement keeps what it makes in memory: not all of it at once.
  for (let from = Number(there) + 1; from <= to; from += 10_000)
    await addArticles(sql, sentences, from, Math.min(from + 9999, to))
}

async function demoSentences(sql: Sql): Promise<string[]> {
  const rows = await sql`
    select preview_text || ' ' || coalesce(g.text, '') as text
      from article a left join article_gated g on g.article_id = a.id where a.slug !~ '^grown-'`
  return rows.flatMap(({ text }) => String(text).match(/[A-Z][^.!?<>&"]{40,240}[.!?]/g) ?? [])
}

async function addArticles(sql: Sql, sentences: string[], from: number, to: number): Promise<void> {
  await sql`
    with words as (
      select ${sentences}::text[] as s, cardinality(${sentences}::text[]) as many
    ), drawn as (
      select n, random() as luck,
             (select string_agg(s[1 + floor(random() * many)::int], ' ' order by k)
                from words, generate_series(1, 9) k where n = n) as above,
             (select string_agg(s[1 + floor(random() * many)::int], ' ' order by k)
                from words, generate_series(1, 15) k where n = n) as below,
             (select left(s[1 + floor(random() * many)::int], 60) from words where n = n) as title
        from generate_series(${from}::int, ${to}::int) n
    ), made as (
      insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                           access_level, has_gated_part, status, published_at, section_id)
      select 'grown-' || n, title || ' ' || n, left(above, 140), '<p>' || replace(above, '. ', '.</p><p>') || '</p>',
             above, left(above, 150), 150,
             case when n % 10 = 0 then 'free' when n % 10 = 1 then 'registered' else 'subscriber' end,
             true, 'published', now() - n * interval '50 minutes',
             (select id from section order by md5(id::text || n) limit 1)
        from drawn
      returning id, slug
    ), gated as (
      insert into article_gated (article_id, html, text)
      select id, '<p>' || replace(below, '. ', '.</p><p>') || '</p>', below
        from made join drawn on 'grown-' || n = slug
    ), topics as (
      insert into article_topic (article_id, topic_id, position)
      select m.id, t.id, t.place from made m, lateral (
        select id, row_number() over () as place from topic order by md5(id::text || m.id) limit 2) t
    ), regions as (
      insert into article_region (article_id, region_id, position)
      select m.id, r.id, 0 from made m, lateral (
        select id from region order by md5(id::text || m.id) limit 1) r
    )
    insert into article_author (article_id, author_id, position)
    select m.id, a.id, 0 from made m, lateral (
      select id from author order by md5(id::text || m.id) limit 1) a`
  // Printing a hundred thousand share cards would take hours, beside what is measured.
  await sql`
    delete from share_card_due d using article a where a.id = d.article_id and a.slug like 'grown-%'`
}

const firstNames =
  'Amara Bertil Cosima Dagny Emeka Fenna Gudrun Halvard Ilse Jorun Kofi Liesbet Maren Niamh Odile Pieter Quirin Roswitha Sefa Tjark'
const lastNames =
  'Abendroth Brisighel Carrowmore Dunmallet Eskdale Farnholme Grimsvold Holmgarth Inverlael Jarlsby Kilbrannan Lindqvist Merrowdown Nakashiro Oxenholme Pereira Quellhorst Rothesay Strandvik Thistlewood'

/** Every second pays, every fifth is signed in somewhere. 400 names, and 10,000 last digits of cards. */
async function growReaders(sql: Sql, to: number): Promise<void> {
  const [{ there } = { there: 0 }] = await sql`select count(*)::int as there from reader`
  for (let from = Number(there) + 1; from <= to; from += 50_000)
    await addReaders(sql, from, Math.min(from + 49_999, to))
}

async function addReaders(sql: Sql, from: number, to: number): Promise<void> {
  await sql`
    with made as (
      insert into reader (email, name)
      select 'grown-' || n || '@example.org',
             (string_to_array(${firstNames}, ' '))[1 + n * 7 % 20] || ' ' ||
             (string_to_array(${lastNames}, ' '))[1 + n / 20 % 20]
        from generate_series(${from}::int, ${to}::int) n
      returning id, email
    ), customers as (
      insert into stripe_customer (customer_id, reader_id, livemode, card_brand, card_last4,
                                   card_exp_month, card_exp_year)
      select 'cus_' || replace(split_part(email, '@', 1), '-', '_'), id, false, 'visa',
             right('000' || regexp_replace(split_part(email, '@', 1), '\\D', '', 'g'), 4), 9, 2029
        from made
      returning customer_id, reader_id
    ), paying as (
      insert into subscription (id, customer_id, status, ours, currency, period_start, period_end,
                                cancel_at_period_end, created_at, synced_at)
      select 'sub_' || customer_id, customer_id, 'active', true, 'usd', now() - interval '10 days',
             now() + interval '20 days', false, now(), now()
        from customers where right(customer_id, 1) in ('0', '2', '4', '6', '8')
    )
    insert into session (token_hash, reader_id, expires_at)
    select encode(sha256(convert_to(split_part(email, '@', 1), 'UTF8')), 'hex'), id, now() + interval '20 days'
      from made where email ~ '[05]@'`
}

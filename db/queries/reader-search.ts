/** Finding readers by what somebody at the desk knows of them. Every question has a bound, and an index. */
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'

const hitShape = z.object({ readerId: z.string(), what: z.string() })

/** A reader, and the row by which they were found: an invoice's number, an id, the brand of a card. */
export type ReaderHit = z.infer<typeof hitShape>

const hits = async (db: AppQueryable, query: SQL): Promise<ReaderHit[]> =>
  (await db.execute(query)).map((row) => hitShape.parse(row))

const escaped = (part: string) => part.replaceAll(/[\\%_]/g, String.raw`\$&`)

/** Whose address or name begins with this text, in lower case. Those of the address come first. */
export async function readersBeginning(
  db: AppQueryable,
  text: string,
  limit: number,
): Promise<ReaderHit[]> {
  const pattern = `${escaped(text)}%`
  return hits(
    db,
    sql`(select id as "readerId", email as what from reader where email like ${pattern}
          order by email limit ${limit})
        union all
        (select id, email from reader where lower(name) like ${pattern} and email not like ${pattern}
          limit ${limit})
        limit ${limit}`,
  )
}

/** Whose address and name together contain each of these words. */
export async function readersContaining(
  db: AppQueryable,
  words: string[],
  limit: number,
): Promise<ReaderHit[]> {
  const all = sql.join(
    words.map((word) => sql`(email || ' ' || coalesce(name, '')) ilike ${`%${escaped(word)}%`}`),
    sql` and `,
  )
  return hits(
    db,
    sql`select id as "readerId", email as what from reader where ${all} limit ${limit}`,
  )
}

/** Whose customer, subscription, invoice, payment, dispute or checkout has this id of Stripe's. */
export async function readersByStripeId(db: AppQueryable, id: string): Promise<ReaderHit[]> {
  return hits(
    db,
    sql`with named as (
          select customer_id from stripe_customer where customer_id = ${id}
          union all select customer_id from subscription where id = ${id}
          union all select customer_id from invoice where id = ${id}
          union all select customer_id from charge where id = ${id}
          union all select customer_id from charge where payment_intent_id = ${id}
          union all select customer_id from dispute where id = ${id})
        select c.reader_id as "readerId", ${id}::text as what
          from named join stripe_customer c on c.customer_id = named.customer_id
        union
        select reader_id, ${id} from checkout_attempt where session_id = ${id}`,
  )
}

/** Whose invoice has this number. */
export async function readersByInvoiceNumber(
  db: AppQueryable,
  number: string,
): Promise<ReaderHit[]> {
  return hits(
    db,
    sql`select c.reader_id as "readerId", i.number as what
          from invoice i join stripe_customer c on c.customer_id = i.customer_id
         where i.number = ${number}`,
  )
}

/** Whose card, now or at a payment, ends with these digits. Those of a card in use come first. */
export async function readersByCard(
  db: AppQueryable,
  lastFour: string,
  limit: number,
): Promise<ReaderHit[]> {
  return hits(
    db,
    sql`(select reader_id as "readerId", coalesce(card_brand, 'card') as what from stripe_customer
          where card_last4 = ${lastFour} and unlinked_at is null limit ${limit})
        union all
        (select c.reader_id, coalesce(h.card_brand, 'card') from charge h
           join stripe_customer c on c.customer_id = h.customer_id
          where h.card_last4 = ${lastFour} order by h.created_at desc limit ${limit})`,
  )
}

const foundShape = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  createdAt: z.coerce.date(),
  deletedAt: z.coerce.date().nullable(),
})

/** A reader in a list of results. */
export type FoundRow = z.infer<typeof foundShape>

/** What a list of results shows of each of these readers. */
export async function foundReaders(db: AppQueryable, ids: string[]): Promise<FoundRow[]> {
  if (ids.length === 0) return []
  const rows = await db.execute(
    sql`select id, email, name, created_at as "createdAt", deleted_at as "deletedAt" from reader
         where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  )
  return rows.map((row) => foundShape.parse(row))
}

/** All that the database holds of one person, so that it can be seen whether anything of it changed. */
import { expect } from '@playwright/test'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { withOwner } from './sql.ts'

/** What changes by reading, and means nothing else: when Stripe was asked, and how long a session lasts. */
const passing = (table: string) => ['synced_at', 'read_up_to', ...(passingIn[table] ?? [])]

const passingIn: Record<string, string[]> = {
  session: ['expires_at'],
  // A mail that was queued before goes out by itself.
  mail: ['state', 'attempts', 'sent_at', 'next_attempt_at', 'last_error'],
}

/** Where rows of a person are that no foreign key leads to. */
const byName = [
  { table: 'reader', column: 'id', of: 'reader' },
  { table: 'audit_entry', column: 'subject_id', of: 'reader' },
] as const

const references = z.array(z.object({ table: z.string(), column: z.string(), of: z.string() }))
const said = z.array(z.object({ row: z.string() }))
const ids = z.array(z.object({ id: z.string() }))

/** Every column that names a reader or their customer at Stripe: one that is added tomorrow, too. */
async function referencesIn(owner: Sql) {
  const rows = await owner`
    select c.conrelid::regclass::text as table, a.attname as column, c.confrelid::regclass::text as of
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid in ('reader'::regclass, 'stripe_customer'::regclass)
     order by 1, 2`
  return [...byName, ...references.parse([...rows])]
}

/** All rows of a reader, by table and column; `left` are tables that may change. */
export async function standingOf(
  reader: string,
  left: string[] = [],
): Promise<Record<string, string[]>> {
  return withOwner(async (owner) => {
    const customers = ids.parse([
      ...(await owner`select customer_id as id from stripe_customer where reader_id = ${reader}`),
    ])
    const standing: Record<string, string[]> = {}
    for (const { table, column, of } of await referencesIn(owner)) {
      if (left.includes(table)) continue
      const theirs = of === 'reader' ? [reader] : customers.map(({ id }) => id)
      const rows = await owner`
        select (to_jsonb(t) - ${passing(table)}::text[])::text as row from ${owner(table)} t
         where t.${owner(column)}::text = any(${theirs}) order by 1`
      standing[`${table} by ${column}`] = said.parse([...rows]).map(({ row }) => row)
    }
    return standing
  })
}

/** What differs between two of these, for a person to read. */
export function changesBetween(
  before: Record<string, string[]>,
  after: Record<string, string[]>,
): string[] {
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const [was, is] = [before[name] ?? [], after[name] ?? []]
    return [
      ...is.filter((row) => !was.includes(row)).map((row) => `${name} gained ${row}`),
      ...was.filter((row) => !is.includes(row)).map((row) => `${name} lost ${row}`),
    ]
  })
}

/** Waits until what Stripe has sent of these people is taken in: it changes their rows by itself. */
export async function untilSettled(readers: (string | null)[]): Promise<void> {
  const people = readers.filter((one) => one !== null)
  await expect
    .poll(async () =>
      withOwner(async (owner) => {
        const rows = await owner`
          select e.id from stripe_event e join stripe_customer c using (customer_id)
           where c.reader_id = any(${people}::uuid[]) and e.processed_at is null`
        return rows.length
      }),
    )
    .toBe(0)
}

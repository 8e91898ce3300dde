import { sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A moment: stored with zone, read as a `Date`. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** A moment the database sets itself when the row is made. */
export const madeAt = (name: string) => moment(name).notNull().defaultNow()

/** A primary key that sorts by time (PostgreSQL 18 makes UUID version 7 itself). */
export const timeOrderedId = () =>
  uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`)

/** Full-text search vector; written by generated columns only. */
export const searchVector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** Bytes as they are. */
export const binary = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

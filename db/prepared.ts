import type { Sql, TransactionSql } from 'postgres'
import type { AppQueryable } from './client.ts'

/**
 * Makes PostgreSQL keep each statement of Drizzle's after it was planned once on a connection.
 *
 * postgres.js prepares what is written as its own templates, but Drizzle hands it plain text, which it
 * describes anew each time (`prepare: false`): two ways to the database and back for each query instead of one. A proxy
 * that changes connections between transactions must know prepared statements (PgBouncer 1.21 does).
 */
export function prepareStatements(client: Sql): Sql {
  const begin = client.begin.bind(client)
  const transaction = <T>(work: (tx: TransactionSql) => T | Promise<T>) =>
    begin((tx) => work(remembering(tx)))
  return Object.assign(remembering(client), { begin: transaction })
}

function remembering<S extends Pick<Sql, 'unsafe'>>(client: S): S {
  const unsafe = client.unsafe.bind(client)
  const prepared: typeof unsafe = (query, parameters, options) =>
    unsafe(query, parameters, { ...options, prepare: true })
  return Object.assign(client, { unsafe: prepared })
}

/**
 * Keeps what Drizzle makes of a query that runs very often, instead of putting it into words each time: one
 * for each database, or transaction, that it runs on.
 */
export function oncePerDatabase<T>(make: (db: AppQueryable) => T): (db: AppQueryable) => T {
  const made = new WeakMap<AppQueryable, T>()
  return (db) => {
    const kept = made.get(db)
    if (kept !== undefined) return kept
    const fresh = make(db)
    made.set(db, fresh)
    return fresh
  }
}

import { createHmac } from 'node:crypto'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { guardTransaction } from './lost-connection.ts'
import { prepareStatements } from './prepared.ts'

/** The two logins the product connects as. Neither owns a table. */
export type DatabaseRole = 'foldline_public' | 'foldline_app'

type Pool = { max: number; purpose: string }

function connect(url: string, pool: Pool) {
  return postgres(url, {
    max: pool.max,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: { application_name: `foldline ${pool.purpose}` },
  })
}

function withRole<R extends DatabaseRole>(url: string, role: R, pool: Pool) {
  const client = connect(loginFor(url, role), pool)
  const database = drizzle(prepareStatements(client))
  const begin = database.transaction.bind(database)
  const transaction: typeof begin = (work, config) => guardTransaction(begin, work, config)
  return Object.assign(database, { role, transaction, close: () => client.end({ timeout: 5 }) })
}

/** Connections as `foldline_public`: for every output that is the same for all who may see the page. */
export type PublicDatabase = ReturnType<typeof openPublicDatabase>
/** Connections as `foldline_app`: for what belongs to one person, to staff, or below the marker. */
export type AppDatabase = ReturnType<typeof openAppDatabase>
/** One transaction on an `AppDatabase`. */
export type AppTransaction = Parameters<Parameters<AppDatabase['transaction']>[0]>[0]
/** What an app query runs on: a connection of its own, or the caller's transaction. */
export type AppQueryable = AppDatabase | AppTransaction

/** Opens a pool of at most `max` connections, none of them before the first query. */
export function openPublicDatabase(url: string, pool: Pool) {
  return withRole(url, 'foldline_public', pool)
}

/** Opens a pool of at most `max` connections, none of them before the first query. */
export function openAppDatabase(url: string, pool: Pool) {
  return withRole(url, 'foldline_app', pool)
}

/** Opens one connection as the owner of the tables: for migrations and nothing else. */
export function openOwner(url: string) {
  return connect(url, { max: 1, purpose: 'migrate' })
}

/**
 * The address under which a role signs in, made from the owner's address.
 *
 * The role's password is derived from the owner's, so there is one secret to keep. Nothing is lost
 * by it: who knows the owner's password may be any role anyway.
 */
export function loginFor(ownerUrl: string, role: DatabaseRole): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = rolePassword(ownerUrl, role)
  return url.href
}

/** The password of a role, derived from the owner's address. */
export function rolePassword(ownerUrl: string, role: DatabaseRole): string {
  const secret = decodeURIComponent(new URL(ownerUrl).password) || 'no password'
  return createHmac('sha256', secret).update(`foldline login ${role}`).digest('base64url')
}

import path from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { openOwner } from './client.ts'
import { installJobSchema } from './job-schema.ts'
import { grantRoles } from './roles.ts'

/** Any number, the same in every instance: two that start together migrate one after the other. */
const MIGRATION_LOCK = 7_365_104

/**
 * Brings the database at `url` to the newest schema, that of the jobs too, and gives both roles their
 * rights.
 * Safe to run at every start and by several instances at once. Throws when the database cannot be
 * reached or the login may not do it; then nothing of the failed migration remains.
 */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  const owner = openOwner(url)
  try {
    await owner`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle(owner), { migrationsFolder: path.join(folder, 'db', 'migrations') })
    await grantRoles(owner, url)
    await installJobSchema(owner, url)
  } finally {
    await owner.end({ timeout: 5 })
  }
}

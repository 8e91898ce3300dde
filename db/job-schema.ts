import { PgBoss } from 'pg-boss'
import type { Sql } from 'postgres'
import { loginFor } from './client.ts'

/** Where pg-boss keeps what is scheduled. The tables are its own: no query of ours touches them. */
export const JOB_SCHEMA = 'jobs'

/**
 * What `foldline_app` may do with the rows of pg-boss, read off the statements of 12.38: it may
 * change no table, and make no queue but as a row.
 */
const rights = {
  job: 'insert, update, delete',
  job_common: 'insert, update, delete',
  job_dependency: 'insert, update, delete',
  schedule: 'insert, update, delete',
  queue: 'insert, update',
  version: 'update',
  warning: 'insert, delete',
  instance: 'insert, update, delete',
}

/** The address of a login as pg-boss's driver has to read it to mean the same as ours. */
function addressFor(url: string): string {
  const address = new URL(url)
  // Without it `sslmode=require` would also check who signed the certificate: node-postgres alone does.
  if (address.searchParams.has('sslmode')) address.searchParams.set('uselibpqcompat', 'true')
  return address.href
}

/** What pg-boss needs to run jobs as `foldline_app`, on two connections at most. */
export function jobConnection(ownerUrl: string) {
  return {
    connectionString: addressFor(loginFor(ownerUrl, 'foldline_app')),
    schema: JOB_SCHEMA,
    application_name: 'foldline jobs',
    max: 2,
    connectionTimeoutMillis: 5000,
    // The tables are made and changed by the owner alone, when migrating.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
  }
}

/**
 * Installs the tables of pg-boss, or brings them to the version of the package, as the owner; then
 * gives `foldline_app` its rights on them. Running it twice changes nothing.
 */
export async function installJobSchema(owner: Sql, ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: addressFor(ownerUrl),
    schema: JOB_SCHEMA,
    application_name: 'foldline migrate',
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  })
  const errors: Error[] = []
  boss.on('error', (error) => errors.push(error))
  await boss.start()
  await boss.stop()
  if (errors[0]) throw errors[0]
  await owner.unsafe(`
    revoke all on all tables in schema ${JOB_SCHEMA} from foldline_public, foldline_app;
    revoke all on all functions in schema ${JOB_SCHEMA} from public, foldline_app;
    grant usage on schema ${JOB_SCHEMA} to foldline_app;
    grant select on all tables in schema ${JOB_SCHEMA} to foldline_app;
    grant execute on function ${JOB_SCHEMA}.job_now, ${JOB_SCHEMA}.create_queue to foldline_app;
    ${Object.entries(rights)
      .map(([table, right]) => `grant ${right} on ${JOB_SCHEMA}.${table} to foldline_app;`)
      .join('\n')}
  `)
}

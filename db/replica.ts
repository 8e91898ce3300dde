import type { Sql } from 'postgres'
import { openOwner } from './client.ts'

/**
 * What is wrong with reading public output from the database at `replicaUrl`, in one line, or null when
 * nothing is. A page is dropped when the primary tells of a change, and read anew at once: a replica that
 * is behind by then would have the old page kept. With `remote_apply` a commit ends, and is told, when the
 * replica shows it (PostgreSQL, "Synchronous Replication"). Throws when either cannot be asked.
 */
export async function problemOfReplica(
  primaryUrl: string,
  replicaUrl: string,
): Promise<string | null> {
  const [primary, replica] = [openOwner(primaryUrl), openOwner(replicaUrl)]
  try {
    if (!(await follows(replica))) return 'is no replica: it is not in recovery'
    const [commit, names] = [
      await setting(primary, 'synchronous_commit'),
      await setting(primary, 'synchronous_standby_names'),
    ]
    if (names === '') return 'is not named in synchronous_standby_names of the primary'
    if (commit !== 'remote_apply')
      return `needs synchronous_commit = remote_apply on the primary, where it is ${commit}`
    return null
  } finally {
    await Promise.all([primary, replica].map((one) => one.end({ timeout: 5 })))
  }
}

async function follows(sql: Sql): Promise<boolean> {
  const [row] = await sql`select pg_is_in_recovery() as follows`
  return row?.follows === true
}

async function setting(sql: Sql, name: string): Promise<string> {
  const [row] = await sql`select current_setting(${name}) as value`
  return String(row?.value)
}

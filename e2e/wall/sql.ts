/** SQL, as the owner of the tables: what the operator of a publication could type. */
import postgres, { type Sql } from 'postgres'
import { stack } from '../support/stack.ts'

/** Does `work` on one connection of its own. */
export async function withOwner<T>(work: (owner: Sql) => Promise<T>): Promise<T> {
  const owner = postgres(stack().databaseUrl, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: 'foldline wall' },
  })
  try {
    return await work(owner)
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/**
 * Does `work` while nobody else does theirs in here: files of the wall run side by side, and have one moving
 * article and one set of rights between them. Not to be nested.
 */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  return withOwner(async (owner) => {
    // Given back when the connection ends, whatever came of the work.
    await owner`select pg_advisory_lock(hashtext('the wall'))`
    return work()
  })
}

/** SQL, as the owner of the tables: what the operator of a publication could type. */
import postgres, { type Sql } from 'postgres'
import { stack } from '../support/stack.ts'

/** A few connections at most, given back when nothing has been asked for a while. */
const connect = (max: number) =>
  postgres(stack().databaseUrl, {
    max,
    idle_timeout: 5,
    onnotice: () => undefined,
    connection: { application_name: 'foldline wall' },
  })

/** To connect takes longer than most of what is asked. */
let shared: Sql | undefined

/** Does `work` on connections that others use as well: nothing of one may outlast a statement or a transaction. */
export async function withOwner<T>(work: (owner: Sql) => Promise<T>): Promise<T> {
  return work((shared ??= connect(4)))
}

/** Does `work` on one connection of its own. */
export async function onOneConnection<T>(work: (owner: Sql) => Promise<T>): Promise<T> {
  const owner = connect(1)
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
  return onOneConnection(async (owner) => {
    // Given back when the connection ends, whatever came of the work.
    await owner`select pg_advisory_lock(hashtext('the wall'))`
    return work()
  })
}

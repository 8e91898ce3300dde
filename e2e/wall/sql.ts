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

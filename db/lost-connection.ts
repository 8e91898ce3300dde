import { DrizzleQueryError } from 'drizzle-orm'

/** Thrown at whoever goes on with a transaction whose connection is gone; nothing of it remains. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

/** What postgres.js, the net and PostgreSQL say when a connection ends under a query. */
const losses = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
])

/** Whether it was a query of ours that failed with its connection: another net's failure is not meant. */
function isLoss(error: unknown): boolean {
  if (error instanceof DrizzleQueryError) {
    const { cause } = error
    return cause !== undefined && 'code' in cause && losses.has(String(cause.code))
  }
  return error instanceof Error && isLoss(error.cause)
}

/**
 * Makes `transaction` survive the loss of its connection (a restart of PostgreSQL, a failover).
 *
 * postgres.js 3.4.9 does not: it sends its own `rollback` to the socket that is gone, which is an
 * uncaught TypeError and the end of the process, and what the transaction does afterwards it runs on
 * the next connection, outside of any transaction (porsager/postgres #1208, #1216). `begin` itself
 * rejects when the connection closes. So: work that failed with its connection never comes back to
 * postgres.js, and work that does not know yet is refused its next query.
 */
export function guardTransaction<T extends object, R, C>(
  begin: (work: (tx: T) => Promise<R>, config?: C) => Promise<R>,
  work: (tx: T) => Promise<R>,
  config?: C,
): Promise<R> {
  let over = false
  const outcome = begin(async (tx) => {
    try {
      return await work(whileHeld(tx, () => over))
    } catch (error) {
      if (over || isLoss(error)) await Promise.withResolvers<never>().promise
      throw error
    }
  }, config)
  outcome
    .finally(() => {
      over = true
    })
    .catch(() => undefined)
  return outcome
}

function whileHeld<T extends object>(tx: T, over: () => boolean): T {
  return new Proxy(tx, {
    get: (target, name, receiver) => {
      if (over()) throw new ConnectionLost('The connection of this transaction is gone.')
      return Reflect.get(target, name, receiver)
    },
  })
}

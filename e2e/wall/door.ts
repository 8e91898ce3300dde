/** Where the wall knocks: at the site's own door, or at a leaky one that stands before it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { stack } from '../support/stack.ts'

const other = new AsyncLocalStorage<string>()

/** Where connections are made to. Whom a request is for, its head says: that is the site either way. */
export const door = (): URL => new URL(other.getStore() ?? stack().site)

/** Does `work` with every connection of the wall made to this address instead of the site's. */
export const knockingAt = <T>(address: string, work: () => Promise<T>): Promise<T> =>
  other.run(address, work)

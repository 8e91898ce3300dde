import type { ApiFaults } from './api-faults.ts'
import type { World } from './kernel/world.ts'
import type { Courier } from './webhooks/courier.ts'

/** What the API, the pages and the controls share. */
export type LocalStripe = {
  world: World
  courier: Courier
  apiFaults: ApiFaults
  secretKey: string
  /** Idempotency keys of requests that are being answered. */
  keysInUse: Set<string>
  /** Aborted when the server stops. */
  stopping: AbortSignal
}

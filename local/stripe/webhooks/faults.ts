/** What can go wrong between us and an endpoint, on demand. Forgotten when the server stops. */
import { z } from 'zod'

export const faultShape = z.discriminatedUnion('fault', [
  z.strictObject({
    /** Never sent, and not sent again: only reading the API tells what happened. */
    fault: z.literal('drop'),
    count: z.int().min(1).max(100_000).nullable().default(null),
    types: z.array(z.string()).optional(),
  }),
  z.strictObject({
    fault: z.literal('delay'),
    ms: z.int().min(1).max(600_000),
    count: z.int().min(1).max(100_000).nullable().default(null),
    types: z.array(z.string()).optional(),
  }),
  z.strictObject({
    /** Sent twice. */
    fault: z.literal('duplicate'),
    count: z.int().min(1).max(100_000).nullable().default(null),
    types: z.array(z.string()).optional(),
  }),
  z.strictObject({
    /** Kept until there are `count`, or two seconds have passed; then sent the newest first. */
    fault: z.literal('reorder'),
    count: z.int().min(2).max(1000),
    types: z.array(z.string()).optional(),
  }),
])

/** A `count` of null lasts until it is reset. */
export type WebhookFault = z.infer<typeof faultShape>

export type WebhookFaults = {
  set: (fault: WebhookFault) => void
  reset: () => void
  state: () => WebhookFault | null
  /** The fault for the delivery of an event of this type, which is used up by it. */
  take: (type: string) => WebhookFault | null
}

export function createWebhookFaults(): WebhookFaults {
  let current: WebhookFault | null = null
  return {
    set: (fault) => {
      current = fault
    },
    reset: () => {
      current = null
    },
    state: () => current,
    take: (type) => {
      const fault = current
      if (!fault || (fault.types && !fault.types.includes(type))) return null
      // A reorder ends when enough are held; the courier says so.
      if (fault.fault !== 'reorder' && fault.count !== null)
        current = fault.count > 1 ? { ...fault, count: fault.count - 1 } : null
      return fault
    },
  }
}

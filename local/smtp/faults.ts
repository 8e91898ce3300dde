/** Failures on demand, so that a test can see what the product does when its mail server refuses or dawdles. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

export const refusalShape = z.object({
  /** How many messages; 0 ends it. */
  count: z.int().min(0).max(100_000),
  /** An SMTP reply: 4xx asks the sender to come back, 5xx is final. */
  code: z.int().min(400).max(599).default(451),
  /** Only messages to this address, so that tests that run side by side do not meet. */
  to: z
    .email()
    .transform((address) => address.toLowerCase())
    .optional(),
})

/** Below the minute after which the server itself hangs up on a silent connection. */
export const delayShape = z.object({ ms: z.int().min(0).max(60_000) })

type Refusal = z.infer<typeof refusalShape>

export type Faults = {
  refuse: (refusal: Refusal) => void
  delay: (ms: number) => void
  /** What is set now. */
  state: () => { refuse: Refusal | null; delayMs: number }
  /** The code to refuse this message with, which uses it up; null to take it. */
  takeRefusal: (recipients: string[]) => number | null
  /** Waits as long as was asked for. */
  dawdle: () => Promise<void>
  /** Ends every wait, for a stop. */
  release: () => void
}

/** Nothing fails until it is told to. */
export function createFaults(): Faults {
  let refusal: Refusal | null = null
  let delayMs = 0
  const stopping = new AbortController()
  return {
    refuse: (next) => {
      refusal = next.count > 0 ? next : null
    },
    delay: (ms) => {
      delayMs = ms
    },
    state: () => ({ refuse: refusal, delayMs }),
    takeRefusal: (recipients) => {
      if (!refusal) return null
      const { to, code, count } = refusal
      if (to && !recipients.some((address) => address.toLowerCase() === to)) return null
      refusal = count > 1 ? { ...refusal, count: count - 1 } : null
      return code
    },
    dawdle: async () => {
      if (delayMs > 0)
        await pause(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    },
    release: () => stopping.abort(),
  }
}

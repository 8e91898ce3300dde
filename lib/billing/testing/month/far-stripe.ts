/** A local Stripe on a thread of its own, as it is another machine in life: the second core is for it. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

export type FarStripe = {
  url: string
  /** Its wall clock; it moves by nothing else. */
  moveTo: (moment: Date) => void
  stop: () => Promise<void>
}

/** What the thread is started with: `clock` holds one moment in milliseconds, shared by both. */
export type ThreadData = { folder: string; secretKey: string; clock: Float64Array }

/** Starts it at a moment. Rejects where it can not be started. */
export async function startFarStripe(
  options: Pick<ThreadData, 'folder' | 'secretKey'>,
  moment: Date,
): Promise<FarStripe> {
  const clock = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT))
  const moveTo = (to: Date) => {
    clock[0] = to.getTime()
  }
  moveTo(moment)
  const workerData: ThreadData = { ...options, clock }
  const thread = new Worker(new URL('stripe-thread.ts', import.meta.url), { workerData })
  const [url] = z.tuple([z.string()]).parse(await once(thread, 'message'))
  return {
    url,
    moveTo,
    stop: async () => {
      await thread.terminate()
    },
  }
}

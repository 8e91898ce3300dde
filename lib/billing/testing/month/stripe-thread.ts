/** The thread of `far-stripe.ts`: says where it listens. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { startLocalStripe } from '../../../../local/stripe/server.ts'

const shape = z.object({
  folder: z.string(),
  secretKey: z.string(),
  clock: z.instanceof(Float64Array),
})
const { folder, secretKey, clock } = shape.parse(workerData)
const server = await startLocalStripe({
  port: 0,
  folder,
  secretKey,
  now: () => new Date(clock[0] ?? 0),
})
// The rule is about windows: a thread has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(server.url)

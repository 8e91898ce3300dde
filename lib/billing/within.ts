import { StripeUnavailable } from './gateway.ts'

/**
 * The result of `work`, or `StripeUnavailable` when it takes longer than `milliseconds`. The work is
 * not stopped: it holds locks and finishes or fails by itself.
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new StripeUnavailable(`No answer within ${milliseconds} ms.`)),
    milliseconds,
  )
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

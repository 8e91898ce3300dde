import { log } from '#lib/log.ts'
import { ask, type Stripe, type StripeGateway, wasRefused } from './gateway.ts'
import type { CustomerState } from './read-customer.ts'

/**
 * Ends at Stripe what a lost dispute has ended here: the bank took the money back and we refuse
 * access, so another renewal must not be charged for it. Says whether anything was ended, and the
 * state has to be read anew. A dispute of which the subscription is not known ends nothing by itself,
 * and what is not `ours` stays. That Stripe refuses to end one keeps nobody from the copy of the rest.
 * Throws `StripeUnavailable`.
 */
export async function endAfterLostDispute(
  { client }: StripeGateway,
  state: Extract<CustomerState, { kind: 'present' }>,
  ours: (subscription: Stripe.Subscription) => boolean,
): Promise<boolean> {
  const lost = new Set(
    state.disputes
      .filter(({ dispute }) => dispute.status === 'lost')
      .map(({ subscriptionId }) => subscriptionId),
  )
  const running = state.subscriptions.filter(
    (one) => lost.has(one.id) && !one.ended_at && ours(one),
  )
  let ended = 0
  for (const { id } of running) {
    try {
      // Null: somebody else has ended it since it was read.
      await ask('subscription', () =>
        client.subscriptions.cancel(id, {
          invoice_now: false,
          prorate: false,
          cancellation_details: { comment: 'A payment was disputed, and the bank returned it.' },
        }),
      )
      ended++
      log().warn({ subscription: id }, 'subscription ended after a lost dispute')
    } catch (error) {
      if (!wasRefused(error)) throw error
      log().error({ subscription: id, err: error }, 'Stripe does not end a disputed subscription')
    }
  }
  return ended > 0
}

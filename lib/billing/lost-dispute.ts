import { log } from '#lib/log.ts'
import { demand, type StripeGateway } from './gateway.ts'
import type { CustomerState } from './read-customer.ts'

/**
 * Ends at Stripe what a lost dispute has ended here: the bank took the money back and we refuse
 * access, so another renewal must not be charged for it. Says whether anything was ended, and the
 * state has to be read anew. A dispute of which the subscription is not known ends nothing by itself.
 * Throws `StripeUnavailable`.
 */
export async function endAfterLostDispute(
  { client }: StripeGateway,
  state: Extract<CustomerState, { kind: 'present' }>,
): Promise<boolean> {
  const lost = new Set(
    state.disputes
      .filter(({ dispute }) => dispute.status === 'lost')
      .map(({ subscriptionId }) => subscriptionId),
  )
  const running = state.subscriptions.filter((one) => lost.has(one.id) && !one.ended_at)
  for (const { id } of running) {
    await demand('subscription', () =>
      client.subscriptions.cancel(id, {
        invoice_now: false,
        prorate: false,
        cancellation_details: { comment: 'A payment was disputed, and the bank returned it.' },
      }),
    )
    log().warn({ subscription: id }, 'subscription ended after a lost dispute')
  }
  return running.length > 0
}

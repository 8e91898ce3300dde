/** One thing that happened to or about a reader. */
export type TimelineEntry = {
  at: Date
  kind: 'billing' | 'mail' | 'sign_in' | 'staff' | 'account'
  text: string
  /** What is worth knowing beside it: an id, a state, an error. */
  detail: string | null
}

type Sources = {
  reader: { createdAt: Date }
  events: {
    id: string
    type: string
    createdAt: Date
    outcome: string | null
    lastError: string | null
  }[]
  mails: { subject: string; state: string; createdAt: Date; lastError: string | null }[]
  sessions: { device: string; createdAt: Date }[]
  audit: { at: Date; actor: string; action: string }[]
  withdrawals: {
    statedAt: Date
    outcome: string
    settledAt: Date | null
    settledBy: string | null
  }[]
}

/** Stripe's event types in the words of a person; one that is not here is shown as it is. */
const told: Record<string, string> = {
  'checkout.session.completed': 'Completed checkout',
  'checkout.session.expired': 'Left checkout without paying',
  'checkout.session.async_payment_succeeded': 'Delayed payment arrived',
  'checkout.session.async_payment_failed': 'Delayed payment failed',
  'customer.subscription.created': 'Subscription began',
  'customer.subscription.updated': 'Subscription changed',
  'customer.subscription.deleted': 'Subscription ended',
  'customer.subscription.paused': 'Subscription paused',
  'customer.subscription.resumed': 'Subscription resumed',
  'customer.subscription.trial_will_end': 'Trial about to end',
  'invoice.paid': 'Invoice paid',
  'invoice.payment_failed': 'Payment failed',
  'invoice.payment_action_required': 'Payment waits for the cardholder',
  'invoice.finalization_failed': 'Invoice could not be made',
  'invoice.marked_uncollectible': 'Invoice given up',
  'invoice.voided': 'Invoice voided',
  'charge.refunded': 'Payment refunded',
  'charge.dispute.created': 'Payment disputed',
  'charge.dispute.updated': 'Dispute changed',
  'charge.dispute.closed': 'Dispute closed',
  'customer.updated': 'Customer changed at Stripe',
  'customer.deleted': 'Customer deleted at Stripe',
}

const withdrawn: Record<string, string> = {
  ended: 'Withdrew from the contract in time',
  by_hand: 'Withdrew from a contract: to settle by hand',
  too_late: 'Withdrew from the contract, too late',
}

function detailOf({ id, outcome, lastError }: Sources['events'][number]): string {
  if (outcome === null) return lastError ?? 'not processed yet'
  return outcome === 'dead' ? `given up: ${lastError ?? 'no reason was kept'}` : id
}

/** Everything that happened, newest first. Pure. */
export function buildTimeline(sources: Sources): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { at: sources.reader.createdAt, kind: 'account', text: 'Account made', detail: null },
    ...sources.events.map((event) => ({
      at: event.createdAt,
      kind: 'billing' as const,
      text: told[event.type] ?? event.type,
      detail: detailOf(event),
    })),
    ...sources.mails.map((mail) => ({
      at: mail.createdAt,
      kind: 'mail' as const,
      text: `Mail “${mail.subject}”`,
      detail: mail.lastError ?? mail.state,
    })),
    ...sources.sessions.map((session) => ({
      at: session.createdAt,
      kind: 'sign_in' as const,
      text: `Signed in with ${session.device}`,
      detail: null,
    })),
    ...sources.audit.map((entry) => ({
      at: entry.at,
      // What readers do to their own account is written down as well.
      kind: entry.actor === 'the reader' ? ('account' as const) : ('staff' as const),
      text: entry.action,
      detail: entry.actor,
    })),
    ...sources.withdrawals.map(({ statedAt, outcome, settledAt, settledBy }) => ({
      at: statedAt,
      kind: 'billing' as const,
      text: withdrawn[outcome] ?? outcome,
      detail:
        outcome === 'ended' && settledAt === null
          ? 'the refund is still to be made'
          : settledBy && `settled by ${settledBy}`,
    })),
  ]
  return entries.toSorted((a, b) => b.at.getTime() - a.at.getTime())
}

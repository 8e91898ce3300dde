import type { AccessDecision, Reason } from './verdict.ts'

type Format = (moment: Date) => string

/**
 * `{until}` stands for the date people are told, `{giver}` for who gave the access. `undated` is what a
 * reader is told instead when the date is not known.
 */
type Because = { staff: string; reader: string; undated?: string }

const because: Record<Reason, Because> = {
  free_article: { staff: 'the article is free', reader: 'This article is free to read.' },
  signed_in: { staff: 'signed in, which this article asks for', reader: 'You are signed in.' },
  subscriber_class: { staff: 'a subscriber', reader: 'You are a subscriber.' },
  trialing: {
    staff: 'trial, then the subscription begins',
    reader: 'Your trial ends on {until}; your subscription begins then.',
  },
  trial_ending: {
    staff: 'trial, canceled, no subscription follows',
    reader: 'Your trial ends on {until}. You will not be charged.',
  },
  active: {
    staff: 'active subscription, renews',
    reader: 'Your subscription renews on {until}.',
    undated: 'Your subscription is running, and you can read everything.',
  },
  active_ending: {
    staff: 'active subscription, canceled, does not renew',
    reader: 'Your subscription ends on {until}. You can read everything until then.',
  },
  renewal_awaited: {
    staff: 'active subscription; the paid period is over and no word of its renewal has come yet',
    reader: 'Your subscription was due to renew on {until}. We are waiting for the confirmation.',
  },
  payment_failed: {
    staff: 'the last payment failed and is being tried again',
    reader:
      'Your last payment failed. Please update your card; you can read everything until {until}.',
  },
  collection_waived: {
    staff: 'payments are paused, access goes on',
    reader: 'Your payments are paused until {until}. You can read everything meanwhile.',
    undated: 'Your payments are paused. You can read everything meanwhile.',
  },
  pause_scheduled: {
    staff: 'active subscription, paused from the end of the paid period on',
    reader: 'Your subscription pauses on {until}. You can read everything until then.',
  },
  unknown_kept: {
    staff: 'Stripe reports a state we do not know; the access known before is kept',
    reader: 'You can read everything until {until}.',
  },
  staff_grant: {
    staff: 'given by {giver}',
    reader: 'You can read everything until {until}, with our compliments.',
  },
  gift: {
    staff: 'a gift from {giver}',
    reader: 'You can read everything until {until}: a gift from {giver}.',
  },
  given: {
    staff: 'a gift link to this article',
    reader: 'A subscriber gave you this article. You can read it until {until}.',
  },
  staff: { staff: 'works here', reader: 'You work here, so you can read everything.' },
  not_signed_in: { staff: 'not signed in', reader: 'You are not signed in.' },
  no_subscription: {
    staff: 'no subscription',
    reader: 'You have no subscription yet.',
  },
  incomplete: {
    staff: 'the first payment is not finished',
    reader: 'Your first payment is not finished yet. It lapses on {until}.',
    undated: 'Your first payment is not finished yet.',
  },
  incomplete_expired: {
    staff: 'the first payment was never finished',
    reader: 'Your first payment was not finished in time. You can subscribe again.',
  },
  ended_as_scheduled: {
    staff: 'the subscription was canceled and its last period is over',
    reader: 'Your subscription has ended, as you asked. You can subscribe again.',
  },
  renewal_missing: {
    staff: 'the paid period is over and no renewal reached us in the days after it',
    reader: 'We have not heard of your renewal. Please write to us if you were charged.',
  },
  trial_over: {
    staff: 'the trial is over',
    reader: 'Your trial is over. You can subscribe at any time.',
  },
  payment_overdue: {
    staff: 'a payment failed and stayed unpaid for 14 days',
    reader: 'Your payment failed and is overdue. Update your card to read on.',
  },
  unpaid: {
    staff: 'unpaid invoices',
    reader: 'You have an unpaid invoice. Pay it to read on.',
  },
  paused: {
    staff: 'the subscription is paused since its trial ended without a card',
    reader: 'Your subscription is paused. Resume it to read on.',
  },
  collection_paused: {
    staff: 'the subscription is paused',
    reader: 'Your subscription is paused until {until}. Resume it to read on before that.',
    undated: 'Your subscription is paused. Resume it to read on.',
  },
  canceled: {
    staff: 'the subscription was canceled',
    reader: 'Your subscription has ended. You can subscribe again.',
  },
  disputed: {
    staff: 'a payment is disputed with the bank',
    reader: 'A payment of yours is being disputed with your bank. Please write to us.',
  },
  dispute_lost: {
    staff: 'a disputed payment was returned by the bank',
    reader: 'Your subscription has ended because a payment was returned. Please write to us.',
  },
  grant_over: {
    staff: 'the access that was given has ended',
    reader: 'The access you were given has ended. You can subscribe at any time.',
  },
  given_over: {
    staff: 'the gift link has run out',
    reader: 'This gift link has run out.',
  },
  given_revoked: {
    staff: 'the gift link was taken back',
    reader: 'This gift link is not open any more.',
  },
  giver_lapsed: {
    staff: 'whoever gave the link has no subscription that runs',
    reader: 'This gift link is not open any more.',
  },
  unknown: {
    staff: 'Stripe reports a state we do not know',
    reader: 'We cannot see the state of your subscription just now. Please write to us.',
  },
}

/**
 * The verdict in one sentence, for staff: "May read everything until 12 March 2027: active
 * subscription, renews." Dates are the ones readers are told, without slack.
 */
export function explainToStaff(decision: AccessDecision, format: Format): string {
  const reason = fill(because[decision.reason].staff, decision, format)
  const until = decision.paidUntil ? ` until ${format(decision.paidUntil)}` : ''
  return decision.granted
    ? `May read everything${until}: ${reason}.`
    : `May not read what is for subscribers: ${reason}.`
}

/** The same for the person concerned, in sentences that say what they can do. */
export function explainToReader(decision: AccessDecision, format: Format): string {
  const { reader, undated } = because[decision.reason]
  return fill(toldDate(decision) === null ? (undated ?? reader) : reader, decision, format)
}

/** The date that belongs to a decision: before any slack of ours, or when a refusal ends by itself. */
export function toldDate({ granted, until, paidUntil }: AccessDecision): Date | null {
  return paidUntil ?? (granted ? null : until)
}

function fill(sentence: string, decision: AccessDecision, format: Format): string {
  const giver = decision.via?.kind === 'grant' ? decision.via.giver : 'us'
  const date = toldDate(decision)
  // Functions, because `$&` in a name is an instruction to `replace`.
  return sentence
    .replace('{until}', () => (date ? format(date) : 'a day that we do not know yet'))
    .replace('{giver}', () => giver)
}

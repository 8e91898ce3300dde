import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { idOf } from '../kernel/reference.ts'

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

/** A cardholder's objection to a charge. It names the charge, not the customer. */
export function buildDispute(
  charge: Stripe.Charge,
  reason: string,
  created: number,
): Stripe.Dispute {
  return {
    id: newId('du', 20),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: created + 7 * 24 * 3600,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: null,
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      card: {
        brand: charge.payment_method_details?.card?.brand ?? 'visa',
        case_type: 'chargeback',
        network: charge.payment_method_details?.card?.brand ?? 'visa',
        network_reason_code: '10.4',
      },
      type: 'card',
    },
    reason,
    status: 'needs_response',
  }
}

/** In minor units of the account's currency. */
const DISPUTE_FEE = 1500

/** What a dispute takes from the account, or gives back to it. The fee stays gone. */
export function fundsOf(
  dispute: Stripe.Dispute,
  way: 'withdrawn' | 'reinstated',
  moment: number,
): Stripe.BalanceTransaction {
  const out = way === 'withdrawn'
  const amount = out ? -dispute.amount : dispute.amount
  const fee = out ? DISPUTE_FEE : 0
  return {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: moment,
    balance_type: 'payments',
    created: moment,
    currency: dispute.currency,
    description: out
      ? `Chargeback withdrawal for ${idOf(dispute.charge) ?? ''}`
      : `Chargeback reversal for ${idOf(dispute.charge) ?? ''}`,
    exchange_rate: null,
    fee,
    fee_details: out
      ? [
          {
            amount: fee,
            application: null,
            currency: dispute.currency,
            description: 'Dispute fee',
            type: 'stripe_fee',
          },
        ]
      : [],
    net: amount - fee,
    reporting_category: out ? 'dispute' : 'dispute_reversal',
    source: dispute.id,
    status: 'available',
    type: 'adjustment',
  }
}

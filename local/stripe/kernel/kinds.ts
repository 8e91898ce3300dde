/** Everything that is kept: Stripe's objects under their own names, and what Stripe keeps to itself. */
import type { Stripe } from 'stripe'

/** Stripe's `Event` is a union by type; this is what all its members have in common. */
export type EventObject = Omit<Stripe.EventBase, 'data' | 'object'> & {
  object: 'event'
  data: { object: object; previous_attributes?: Record<string, unknown> }
}

/** How a card behaves when it is charged; decided by its number, never shown. */
export type CardSecret = {
  id: string
  behavior: CardBehavior
  /** Whether the holder authenticated once, with the promise of later charges. */
  authenticated: boolean
}

export type CardBehavior =
  | { kind: 'succeeds' }
  /** The first payment in a hosted page succeeds; every later one is declined. */
  | { kind: 'fails_later' }
  /** Once authenticated, later charges succeed without. */
  | { kind: 'authenticates_once' }
  /** Every charge asks for authentication, so one without its holder fails. */
  | { kind: 'authenticates_always' }
  | { kind: 'declined'; code: string; declineCode: string | null; message: string }

/** What buyers say of themselves on the payment page. */
export type Buyer = {
  email: string | null
  /** Two letters, in capitals. */
  country: string | null
  business: { name: string; taxId: { type: string; value: string } } | null
}

/** What a Checkout session will become when it is paid. */
export type Order = {
  id: string
  items: { price: string; quantity: number }[]
  /** What the payment of a session in `payment` mode carries. Not in orders of earlier versions. */
  payment?: { metadata: Record<string, string>; description: string | null }
  buyer?: Buyer
  /** What the page may change about a customer that was there before. */
  update?: { name: boolean; address: boolean }
  subscription: {
    metadata: Record<string, string>
    description: string | null
    trialEnd: number | null
    trialDays: number | null
    missingPaymentMethod: 'cancel' | 'create_invoice' | 'pause'
  }
  /** The card that waits for its holder to authenticate. */
  pendingCard: string | null
}

/** What was last asked for a subscription item, and for which time: what a credit is a part of. */
export type Billed = {
  /** The subscription item's. */
  id: string
  customer: string
  amount: number
  start: number
  end: number
  /** The line that asked for it; null while it waits for its invoice. */
  line: { invoice: string; id: string } | null
}

/** A change of a subscription that happens when its invoice is paid, and not at all after `expiresAt`. */
export type PendingChange = {
  /** The subscription's. */
  id: string
  customer: string
  invoice: string
  items: Stripe.SubscriptionItem[]
  anchor: number
  expiresAt: number
}

/** A paused subscription that goes on when its invoice is tried, until `at`. */
export type Resumption = { id: string; customer: string; invoice: string; at: number }

/** That a trial ends in three days is said once. */
export type TrialNotice = { id: string; customer: string; at: number }

/** When a discount of some months is over. */
export type DiscountEnd = { id: string; customer: string; at: number }

/** The secret in the address of a portal page, and until when it opens. */
export type PortalLink = { id: string; session: string; madeAt: number }

export type Kinds = {
  customer: Stripe.Customer
  deleted_customer: Stripe.DeletedCustomer
  product: Stripe.Product
  price: Stripe.Price
  coupon: Stripe.Coupon
  /** As it was: who has redeemed it keeps the discount. */
  deleted_coupon: Stripe.Coupon
  promotion_code: Stripe.PromotionCode
  discount: Stripe.Discount
  tax_id: Stripe.TaxId
  'checkout.session': Stripe.Checkout.Session
  subscription: Stripe.Subscription
  invoice: Stripe.Invoice
  invoiceitem: Stripe.InvoiceItem
  invoice_payment: Stripe.InvoicePayment
  payment_intent: Stripe.PaymentIntent
  payment_method: Stripe.PaymentMethod
  charge: Stripe.Charge
  refund: Stripe.Refund
  dispute: Stripe.Dispute
  'billing_portal.session': Stripe.BillingPortal.Session
  'billing_portal.configuration': Stripe.BillingPortal.Configuration
  webhook_endpoint: Stripe.WebhookEndpoint
  event: EventObject
  'test_helpers.test_clock': Stripe.TestHelpers.TestClock
  trial_notice: TrialNotice
  discount_end: DiscountEnd
  portal_link: PortalLink
  card: CardSecret
  order: Order
  billed: Billed
  pending_change: PendingChange
  resumption: Resumption
}

export type Kind = keyof Kinds

/** What a kind is called in "No such …". */
const names: Partial<Record<Kind, string>> = {
  'checkout.session': 'checkout.session',
  promotion_code: 'promotion code',
  invoice_payment: 'invoice payment',
  payment_intent: 'payment_intent',
  payment_method: 'PaymentMethod',
  'billing_portal.configuration': 'configuration',
  webhook_endpoint: 'webhook endpoint',
  'test_helpers.test_clock': 'test clock',
}

export function nameOf(kind: Kind): string {
  return names[kind] ?? kind
}

/** Which kind an id is of, by its prefix. The longest prefix decides. */
const prefixes: [string, Kind][] = [
  ['cus_', 'customer'],
  ['prod_', 'product'],
  ['price_', 'price'],
  ['promo_', 'promotion_code'],
  ['di_', 'discount'],
  ['txi_', 'tax_id'],
  ['cs_', 'checkout.session'],
  ['sub_', 'subscription'],
  ['in_', 'invoice'],
  ['inpay_', 'invoice_payment'],
  ['ii_', 'invoiceitem'],
  ['pi_', 'payment_intent'],
  ['pm_', 'payment_method'],
  ['ch_', 'charge'],
  ['re_', 'refund'],
  ['du_', 'dispute'],
  ['bps_', 'billing_portal.session'],
  ['bpc_', 'billing_portal.configuration'],
  ['clock_', 'test_helpers.test_clock'],
]

export function kindOfId(id: string): Kind | null {
  return prefixes.find(([prefix]) => id.startsWith(prefix))?.[1] ?? null
}

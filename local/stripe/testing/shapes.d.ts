import type { Stripe } from 'stripe'

/** Everything this server serves, by what `object` says. A test makes JSON Schemas of it. */
export type Shapes = {
  customer: Stripe.Customer
  deleted_customer: Stripe.DeletedCustomer
  product: Stripe.Product
  price: Stripe.Price
  coupon: Stripe.Coupon
  promotion_code: Stripe.PromotionCode
  discount: Stripe.Discount
  deleted_discount: Stripe.DeletedDiscount
  tax_id: Stripe.TaxId
  'checkout.session': Stripe.Checkout.Session
  item: Stripe.LineItem
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
  event: Stripe.Event
  account: Stripe.Account
  balance: Stripe.Balance
  webhook_endpoint: Stripe.WebhookEndpoint
  'test_helpers.test_clock': Stripe.TestHelpers.TestClock
}

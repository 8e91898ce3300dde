import { randomUUID } from 'node:crypto'
import { askAll, demand, type Stripe } from './gateway.ts'
import { change, type Setup } from './setup-steps.ts'

/** By which our configuration is found again: there may be others on the account. */
const MARK = { foldline: 'portal' }

const updates = ['name', 'address', 'tax_id']
const reasons: Stripe.BillingPortal.Configuration.Features.SubscriptionCancel.CancellationReason.Option[] =
  [
    'too_expensive',
    'missing_features',
    'switched_service',
    'unused',
    'customer_service',
    'too_complex',
    'low_quality',
    'other',
  ]

/**
 * What readers can do on Stripe's page: card, invoices, name and address and tax id for them, and
 * cancelling at the end of what is paid. Not the e-mail address, which is that of the account; nor
 * another plan, which our own pages sell with a preview of what it costs.
 */
const features = {
  payment_method_update: { enabled: true },
  invoice_history: { enabled: true },
  customer_update: { enabled: true, allowed_updates: updates },
  subscription_cancel: {
    enabled: true,
    mode: 'at_period_end',
    proration_behavior: 'none',
    cancellation_reason: { enabled: true, options: reasons },
  },
  subscription_update: { enabled: false },
} satisfies Stripe.BillingPortal.ConfigurationCreateParams.Features

/** The id of our portal configuration, made or brought up to date; null when a dry run would make it. */
export async function ensurePortal(setup: Setup): Promise<string | null> {
  const { client } = setup.stripe
  const all = await askAll('billing_portal.configuration', () =>
    client.billingPortal.configurations.list({ limit: 100 }),
  )
  const ours = all.find(({ metadata }) => metadata?.foldline === MARK.foldline)
  if (!ours) {
    const made = await change(setup, 'Makes the configuration of the customer portal.', () =>
      demand('billing_portal.configuration', () =>
        client.billingPortal.configurations.create(
          { features, metadata: MARK },
          { idempotencyKey: `foldline portal ${randomUUID()}` },
        ),
      ),
    )
    return made?.id ?? null
  }
  if (!ours.active || !isAsWanted(ours.features))
    await change(setup, `Brings the portal configuration ${ours.id} up to date.`, () =>
      demand('billing_portal.configuration', () =>
        client.billingPortal.configurations.update(ours.id, { active: true, features }),
      ),
    )
  return ours.id
}

/** Whether a configuration lets readers do exactly what we want. */
function isAsWanted(now: Stripe.BillingPortal.Configuration.Features): boolean {
  const { cancellation_reason: reason } = now.subscription_cancel
  return (
    now.payment_method_update.enabled &&
    now.invoice_history.enabled &&
    now.customer_update.enabled &&
    sameSet(now.customer_update.allowed_updates, updates) &&
    now.subscription_cancel.enabled &&
    now.subscription_cancel.mode === features.subscription_cancel.mode &&
    reason.enabled &&
    sameSet(reason.options, reasons) &&
    !now.subscription_update.enabled
  )
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join() === others.toSorted().join()
}

/** The page of a portal on which a subscription is canceled, now or at the end of its period. */
import type { Stripe } from 'stripe'
import { html, type Markup } from '../../html.ts'
import type { Answer, Asked } from '../exchange.ts'
import { endNow } from '../life/ending.ts'
import { changeSubscription, periodEnd, scheduleEnd } from '../life/subscriptions.ts'
import { dayOf, page } from './layout.ts'
import type { Portal } from './portal.ts'
import { finished, wayBack } from './portal-flow.ts'

const reasons: Record<string, string> = {
  too_expensive: 'It’s too expensive',
  missing_features: 'Some features are missing',
  switched_service: 'I found an alternative',
  unused: 'I no longer need it',
  customer_service: 'Customer service was less than expected',
  too_complex: 'Ease of use was less than expected',
  low_quality: 'Quality was less than expected',
  other: 'Other reason',
}

export function cancelPage(portal: Portal, subscription: Stripe.Subscription): Answer {
  const { cancellation_reason: reason, mode } = portal.configuration.features.subscription_cancel
  return page({
    title: 'Cancel subscription',
    leaves: true,
    main: html`<section class="card">
      <h1>Cancel your subscription?</h1>
      <p>
        ${
          mode === 'immediately'
            ? 'It ends at once.'
            : html`It stays available until the end of the period that is paid for, on
              ${dayOf(periodEnd(subscription))}. Nothing more is charged.`
        }
      </p>
      <form method="post" action="${portal.home}/cancel/${subscription.id}">
        ${reason.enabled ? reasonFields(reason.options) : null}
        <div class="choices">
          <button class="primary">Cancel subscription</button>
          ${wayBack(portal)}
        </div>
      </form>
    </section>`,
  })
}

function reasonFields(options: readonly string[]): Markup {
  return html`<fieldset>
      <legend>Why do you cancel? (optional)</legend>
      ${Object.entries(reasons)
        .filter(([name]) => options.includes(name))
        .map(
          ([name, label]) =>
            html`<p>
              <label><input type="radio" name="feedback" value="${name}" /> ${label}</label>
            </p>`,
        )}
    </fieldset>
    <p class="field">
      <label for="comment">Anything you would like to say? (optional)</label>
      <textarea id="comment" name="comment" rows="3" maxlength="500"></textarea>
    </p>`
}

/** What the portal sets differs from the API: `cancel_at` alone. */
export function cancelSubscription(
  portal: Portal,
  subscription: Stripe.Subscription,
  asked: Asked,
): Answer {
  const { world, configuration } = portal
  const { cancellation_reason, mode, proration_behavior } =
    configuration.features.subscription_cancel
  const said = cancellation_reason.enabled ? saidIn(asked, cancellation_reason.options) : {}
  if (mode === 'immediately') {
    endNow(world, subscription, said, {
      prorate: proration_behavior !== 'none',
      invoiceNow: proration_behavior === 'always_invoice',
    })
    return finished(portal, 'ended')
  }
  const end = { at: periodEnd(subscription), byPeriod: false }
  changeSubscription(world, subscription, scheduleEnd(world, subscription, end, said))
  return finished(portal, 'canceled')
}

function saidIn(asked: Asked, options: readonly string[]) {
  const fields = new URLSearchParams(asked.body)
  const feedback = fields.get('feedback') ?? ''
  const comment = (fields.get('comment') ?? '').trim().slice(0, 500)
  return {
    comment: comment === '' ? null : comment,
    feedback: options.includes(feedback) ? feedback : null,
  }
}

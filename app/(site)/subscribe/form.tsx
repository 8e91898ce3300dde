import type { ShownPlan } from '#lib/billing/plans-on-offer.ts'
import { subscribe } from './actions.ts'
import { PlanCard } from './plan-card.tsx'
import { TermsText } from './terms-text.tsx'

type Props = { plans: ShownPlan[]; chosen: string; from: string; signedIn: boolean }

/** The plans, how they renew and end, and the one button that leads to Stripe, named after the plan that is chosen. */
export function SubscribeForm({ plans, chosen, from, signedIn }: Props) {
  return (
    <form action={subscribe} className="grid gap-3 sm:gap-5">
      <input type="hidden" name="from" value={from} />
      <fieldset>
        <legend className="mb-2 sm:mb-3">
          <span className="text-lg font-bold">
            {plans.length > 1 ? 'Choose how to pay' : 'Your subscription'}
          </span>
          <span className="text-soft"> {currencies(plans)}</span>
        </legend>
        {/* Two stand side by side on every screen: what they cost is compared at a glance. */}
        <div className={`grid gap-3 ${plans.length === 2 ? 'grid-cols-2' : ''}`}>
          {plans.map((plan, place) => (
            <PlanCard key={plan.id} plan={plan} chosen={plan.id === chosen} place={place} />
          ))}
        </div>
      </fieldset>
      <div>
        {plans.map(({ id, interval }, place) => (
          <p key={id} data-of-choice={place} className="mb-2.5 font-semibold">
            Renews every {interval}. Cancel in two clicks.
          </p>
        ))}
        <button type="submit" className="button w-full">
          {plans.map(({ id, name, label }, place) => (
            <span key={id} data-of-choice={place} className="text-balance">
              {signedIn
                ? `Continue to payment: ${name.toLowerCase()}, ${label}`
                : `Subscribe for ${label}`}
            </span>
          ))}
        </button>
        <div className="mt-2.5 text-[0.875rem] leading-[1.35] text-soft">
          {plans.map(({ id, terms }, place) => (
            <div key={id} data-of-choice={place}>
              <input type="hidden" name={`terms-${id}`} value={terms.fingerprint} />
              <TermsText text={terms.text} signedIn={signedIn} />
            </div>
          ))}
        </div>
      </div>
    </form>
  )
}

function currencies(plans: ShownPlan[]): string {
  const all = new Set(plans.map(({ currency }) => (currency === 'USD' ? 'US dollars' : currency)))
  return `in ${[...all].join(' and ')}`
}

import type { ShownPlan } from '#lib/billing/plans-on-offer.ts'
import { subscribe } from './actions.ts'
import { PlanCard } from './plan-card.tsx'
import { TermsText } from './terms-text.tsx'

type Props = { plans: ShownPlan[]; chosen: string; from: string; signedIn: boolean }

/** The plans, and the one button that leads to Stripe, named after the plan that is chosen. */
export function SubscribeForm({ plans, chosen, from, signedIn }: Props) {
  return (
    <form action={subscribe} className="grid gap-5">
      <input type="hidden" name="from" value={from} />
      <fieldset className="grid gap-3">
        <legend className="mb-3 text-lg font-bold">
          {plans.length > 1 ? 'Choose how to pay' : 'Your subscription'}
        </legend>
        {plans.map((plan, place) => (
          <PlanCard key={plan.id} plan={plan} chosen={plan.id === chosen} place={place} />
        ))}
      </fieldset>
      <div>
        <button type="submit" className="button w-full">
          {plans.map(({ id, name, label }, place) => (
            <span key={id} data-of-choice={place} className="text-balance">
              {signedIn
                ? `Continue to payment: ${name.toLowerCase()}, ${label}`
                : `Subscribe for ${label}`}
            </span>
          ))}
        </button>
        <div className="mt-3 text-[0.9375rem] leading-snug text-soft">
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

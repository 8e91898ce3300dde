import type { SwitchOffer } from '#lib/billing/switch-plan.ts'
import { priceTag, type SwitchPreview } from '#lib/billing/switch-preview.ts'
import { sayPreview } from '#lib/billing/switch-words.ts'
import { SECOND } from '#lib/clock.ts'
import { formatMoment, formatMoney } from '#lib/format.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { confirmSwitch } from './actions.ts'

type Ready = Extract<SwitchOffer, { kind: 'ready' }>

/** The plan as it is, the ones it can become, and what one of them would cost. */
export function Choice({ offer: { current, options, preview } }: { offer: Ready }) {
  const price = `${formatMoney(current.amount, current.currency)} a ${current.interval}`
  const others = options.filter(({ plan }) => plan.id !== preview?.plan.id)
  return (
    <>
      <p className="headline text-[1.625rem] leading-[1.2] sm:text-[1.875rem]">
        {current.plan ? `${current.plan.name}, ${price}` : price}
      </p>
      <p className="mt-2 text-soft">
        {current.trialing ? 'Your trial ends' : 'Paid until'} {formatMoment(current.renewsAt)}; it
        renews then.
      </p>
      {preview && <Preview preview={preview} interval={current.interval} />}
      {others.length > 0 && (
        <ul className="ruled mt-10 border-y border-rule">
          {others.map(({ plan, amount, currency }) => (
            <li key={plan.id} className="flex flex-wrap justify-between gap-x-6 py-3">
              <span>
                <strong>{plan.name}</strong>, {formatMoney(amount, currency)} a {plan.interval}
              </span>
              <a href={`/account/plan?to=${plan.id}`} className="font-semibold underline">
                See what changing to it costs
              </a>
            </li>
          ))}
        </ul>
      )}
      {options.length === 0 && (
        <p className="mt-6">There is no other plan that your subscription can change to.</p>
      )}
    </>
  )
}

function Preview({ preview, interval }: { preview: SwitchPreview; interval: string }) {
  const { plan, due, currency, at } = preview
  return (
    <section
      aria-labelledby="preview"
      className="mt-10 border-y-[3px] border-ink bg-panel p-5 sm:p-8"
    >
      <h2 id="preview" className="text-lg font-bold">
        Change to the {plan.name.toLowerCase()} plan
      </h2>
      <div className="mt-3 grid gap-3 font-serif text-lg leading-snug">
        {sayPreview(preview, interval).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <form action={confirmSwitch} className="mt-6">
        <input type="hidden" name="plan" value={plan.id} />
        <input type="hidden" name="at" value={at.getTime() / SECOND} />
        <input type="hidden" name="shown" value={priceTag(preview)} />
        <Submit pending="Changing …">
          {due > 0
            ? `Change to ${plan.name.toLowerCase()} and pay ${formatMoney(due, currency)}`
            : `Change to ${plan.name.toLowerCase()}`}
        </Submit>
      </form>
      <p className="mt-4 text-[0.9375rem] text-soft">
        {due > 0 && 'It is taken from the card on file. '}
        This holds for ten minutes, as of {formatMoment(at)}.
      </p>
    </section>
  )
}

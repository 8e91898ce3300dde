import type { ShownPlan } from '#lib/billing/plans-on-offer.ts'

type Props = { plan: ShownPlan; chosen: boolean; place: number }

/**
 * One way to pay, as a radio button that is a card. While it is chosen, the style sheet shows what
 * has its place in `data-of-choice`, and nothing of the others.
 */
export function PlanCard({ plan, chosen, place }: Props) {
  const { id, name, price, interval, currency, saving, introduction } = plan
  return (
    <label className="flex cursor-pointer gap-3 border border-faint bg-sheet p-4 has-checked:border-ink has-checked:outline-2 has-checked:-outline-offset-2 has-checked:outline-ink has-focus-visible:ring-3 has-focus-visible:ring-[var(--focus)] has-focus-visible:ring-offset-2 sm:p-5">
      <input
        type="radio"
        name="plan"
        value={id}
        data-choice={place}
        defaultChecked={chosen}
        required
        className="mt-1.5 size-4.5 shrink-0 accent-[var(--brand)]"
      />
      <span className="grid min-w-0 flex-1 gap-1">
        <span className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-bold">{name}</span>
          {saving && <span className="text-[0.9375rem] font-semibold text-good">{saving}</span>}
        </span>
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="headline text-[2.5rem]">{price}</span>
          <span>
            a {interval}, in {currency === 'USD' ? 'US dollars' : currency}
          </span>
        </span>
        {introduction.map((words) => (
          <span key={words} className="font-semibold">
            {words[0]?.toUpperCase()}
            {words.slice(1)}
          </span>
        ))}
      </span>
    </label>
  )
}

import type { ShownPlan } from '#lib/billing/plans-on-offer.ts'

type Props = { plan: ShownPlan; chosen: boolean; place: number }

/**
 * One way to pay, as a radio button that is a card. While it is chosen, the style sheet shows what
 * has its place in `data-of-choice`, and nothing of the others.
 */
export function PlanCard({ plan, chosen, place }: Props) {
  const { id, name, price, interval, saving, introduction } = plan
  return (
    <label className="grid cursor-pointer content-start gap-x-2.5 gap-y-1 sm:gap-y-2 border border-faint bg-sheet p-3 has-checked:border-ink has-checked:outline-2 has-checked:-outline-offset-2 has-checked:outline-ink has-focus-visible:ring-3 has-focus-visible:ring-[var(--focus)] has-focus-visible:ring-offset-2 sm:p-5">
      <span className="flex items-center gap-2.5 font-bold">
        <input
          type="radio"
          name="plan"
          value={id}
          data-choice={place}
          defaultChecked={chosen}
          required
          className="size-4.5 shrink-0 accent-[var(--brand)]"
        />
        {name}
      </span>
      <span className="flex flex-wrap items-baseline gap-x-1.5">
        <span className="headline text-[2.25rem] sm:text-[2.75rem]">{price}</span>
        <span>a {interval}</span>
      </span>
      {saving && (
        <span className="text-[0.9375rem] leading-tight font-semibold text-good">{saving}</span>
      )}
      {introduction.map((words) => (
        <span key={words} className="leading-tight font-semibold">
          {words[0]?.toUpperCase()}
          {words.slice(1)}
        </span>
      ))}
    </label>
  )
}

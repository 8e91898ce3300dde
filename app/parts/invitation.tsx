import { mainPlan, plans } from '#lib/plans.ts'

const annual = plans.find(({ interval }) => interval === 'year')

/** Invites to subscribe, between the sections of the front page. */
export function Invitation() {
  return (
    <aside aria-labelledby="invitation" className="border-y-[3px] border-ink bg-panel px-6 py-7">
      <h2 id="invitation" className="headline text-[1.75rem]">
        Paid for by the people who read it
      </h2>
      <p className="mt-3 font-serif text-lg leading-snug">
        Subscribers read every report to its last line. It costs {mainPlan.label}
        {annual && ` or ${annual.label}`}, and you can stop whenever you like.
      </p>
      <p className="mt-5">
        <a href="/subscribe" className="button">
          Subscribe
        </a>
      </p>
    </aside>
  )
}

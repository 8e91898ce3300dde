import { mainPlan } from '#lib/plans.ts'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'

/** Says, above the article, whose doing it is that it is open, and until when. */
export function GivenAbove({ until }: { until: Date }) {
  return (
    <aside aria-label="Given to you" className="not-printed border-b border-rule bg-panel">
      <div className="frame flex flex-wrap items-center justify-between gap-x-8 gap-y-2 py-3">
        <p>
          <strong>A subscriber gave you this article.</strong>{' '}
          <span className="text-soft">It is open to you until {formatDay(until)}.</span>
        </p>
        <a href="/subscribe" className="py-0.5 font-semibold underline">
          Subscribe for {mainPlan.label}
        </a>
      </div>
    </aside>
  )
}

/** Says, below it, what else there is. */
export function GivenBelow({ slug }: { slug: string }) {
  return (
    <aside aria-labelledby="given" className="not-printed frame">
      <div className="mx-auto mt-14 max-w-[38rem] border-y-[3px] border-ink bg-panel px-5 py-8 text-center sm:px-10">
        <h2 id="given" className="headline text-[1.75rem] sm:text-[2.125rem]">
          This one was given to you
        </h2>
        <p className="mx-auto mt-3 max-w-md font-serif text-lg leading-snug">
          {publication.name} is paid for by the people who read it. A subscription opens every other
          article too, and ten a month to give away. It costs {mainPlan.label}.
        </p>
        <p className="mt-6">
          <a
            href={`/subscribe?from=${encodeURIComponent(`/articles/${slug}`)}`}
            className="button px-7 text-[1.0625rem]"
          >
            Subscribe
          </a>
        </p>
      </div>
    </aside>
  )
}

import { newsletters } from '#lib/newsletter-list.ts'

const [first] = newsletters

/**
 * How to hear of what comes next: letters and feeds. Links alone, so that it stands on pages that are kept for everybody, in
 * the look of what stands there already: on an article every byte counts.
 */
export function StayConnected() {
  return (
    <section aria-labelledby="stay" className="mt-16">
      <h2 id="stay" className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold">
        Stay connected
      </h2>
      <p className="font-serif text-lg leading-snug">
        <a href="/newsletters" className="underline">
          Our newsletters
        </a>
        , free{first && `: ${first.name}, ${first.when.toLowerCase()}, and others`}. Feeds:{' '}
        <a href="/feed.xml" className="underline">
          RSS
        </a>
        ,{' '}
        <a href="/feed.json" className="underline">
          JSON
        </a>
      </p>
    </section>
  )
}

import { Fragment } from 'react'
import { newsletters } from '#lib/newsletter-list.ts'
import { publication } from '#lib/publication.ts'

const [first] = newsletters
const others = [
  { name: 'RSS', address: '/feed.xml' },
  { name: 'JSON', address: '/feed.json' },
  ...publication.social,
]

/**
 * How to hear of what comes next: letters, feeds and accounts elsewhere. Links alone, so that it stands on pages that are
 * kept for everybody, in the look of what stands there already: on an article every byte counts.
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
        , free{first && `: ${first.name}, ${first.when.toLowerCase()}, and others`}. <OtherWays />
      </p>
    </section>
  )
}

/** How else: by feeds, and where the publication has accounts. */
export function OtherWays() {
  return (
    <>
      Also by{' '}
      {others.map(({ name, address }, place) => (
        <Fragment key={address}>
          {place > 0 && ', '}
          <a href={address} className="underline">
            {name}
          </a>
        </Fragment>
      ))}
    </>
  )
}

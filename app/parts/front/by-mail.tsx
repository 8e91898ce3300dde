import type { Container } from '#lib/front/container.ts'
import { newsletters } from '#lib/newsletter-list.ts'
import { OtherWays } from '../stay-connected.tsx'
import { Heading } from './heading.tsx'

/** How to stay connected: the newsletters, feeds and accounts elsewhere. Which newsletters there are, and when they come, says the page it leads to as well. */
export function ByMail({ container }: { container: Container }) {
  return (
    <section aria-labelledby={`front-${container.id}`}>
      <Heading container={container} />
      <ul className="ruled -mt-3">
        {newsletters.map(({ slug, name, when }) => (
          <li key={slug} className="py-3.5">
            <p className="font-serif text-xl leading-tight">{name}</p>
            <p className="mt-1 text-[0.9375rem] text-soft">{when}</p>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <a href="/newsletters" className="button button-quiet">
          Choose and sign up
        </a>
      </p>
      <p className="mt-4 text-[0.9375rem] text-soft">
        <OtherWays />
      </p>
    </section>
  )
}

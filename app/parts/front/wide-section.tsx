import type { ArticleCard } from '#lib/articles/card.ts'
import type { Filled } from '#lib/front/compose.ts'
import { Card } from '../card.tsx'
import { Heading } from './heading.tsx'

/** A section from edge to edge: its first article over half of the width, the others beside it, in two columns where they fill them. */
export function WideSection({ one: { container, cards } }: { one: Filled<ArticleCard> }) {
  const [first, ...others] = cards
  if (!first) return null
  // In two columns there would be a hole under them.
  const isFew = others.length < 3
  const withSection = container.shelf?.kind !== 'section'
  return (
    <section aria-labelledby={`front-${container.id}`}>
      <Heading container={container} />
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <Card card={first} size="large" level={3} withSection={withSection} />
        {others.length > 0 && (
          <div className={`grid content-start gap-x-10 ${isFew ? '' : 'sm:grid-cols-2'}`}>
            {others.map((card) => (
              <div
                key={card.slug}
                className={`border-t border-rule py-4 ${isFew ? 'lg:first:border-t-0 lg:first:pt-0' : 'lg:nth-[-n+2]:border-t-0 lg:nth-[-n+2]:pt-0'}`}
              >
                <Card card={card} size="brief" level={3} withSection={withSection} />
              </div>
            ))}
          </div>
        )}
      </div>
    </section>
  )
}

import type { ArticleCard } from '#lib/articles/card.ts'
import type { Filled } from '#lib/front/compose.ts'
import { Card } from '../card.tsx'
import { Heading } from './heading.tsx'

type Props = { one: Filled<ArticleCard>; withSection?: boolean }

/** A container as a ruled list of headlines. */
export function Lines({ one: { container, cards }, withSection = false }: Props) {
  return (
    <section aria-labelledby={`front-${container.id}`}>
      <Heading container={container} />
      <div className="ruled -mt-2">
        {cards.map((card) => (
          <div key={card.slug} className="py-4 first:pt-2">
            <Card card={card} size="line" level={3} withSection={withSection} />
          </div>
        ))}
      </div>
    </section>
  )
}

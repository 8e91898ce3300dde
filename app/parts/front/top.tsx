import type { ArticleCard } from '#lib/articles/card.ts'
import type { Filled } from '#lib/front/compose.ts'
import { Card } from '../card.tsx'
import { Lines } from './lines.tsx'

type Props = { lead: Filled<ArticleCard>; beside: Filled<ArticleCard> | null; first: boolean }

/** The lead over two thirds with the next under it, and what is latest beside them. */
export function Top({ lead: { container, cards }, beside, first }: Props) {
  const [lead, ...others] = cards
  if (!lead) return null
  const title = container.title
  return (
    <div
      className={
        beside ? 'grid gap-x-12 gap-y-12 lg:grid-cols-[minmax(0,2.1fr)_minmax(0,1fr)]' : undefined
      }
    >
      <div>
        {title && <p className="pb-3 text-lg font-bold text-accent">{title}</p>}
        <Card card={lead} size={first ? 'lead' : 'large'} />
        {others.length > 0 && (
          <div className="mt-8 grid gap-x-10 gap-y-6 border-t border-rule pt-6 sm:grid-cols-2">
            {others.map((card) => (
              <Card key={card.slug} card={card} size="brief" />
            ))}
          </div>
        )}
      </div>
      {beside && <Lines one={beside} withSection />}
    </div>
  )
}

import type { ArticleCard } from '#lib/articles/card.ts'
import { Card } from '../../../parts/card.tsx'
import { StayConnected } from '../../../parts/stay-connected.tsx'

/** What to read next: articles that share something with this one, and the newest. */
export function ArticleFoot({
  related,
  latest,
}: {
  related: ArticleCard[]
  latest: ArticleCard[]
}) {
  return (
    <div className="not-printed frame">
      {related.length > 0 && (
        <section aria-labelledby="related" className="mt-20">
          <h2 id="related" className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold">
            Related
          </h2>
          <div className="grid gap-x-10 gap-y-10 md:grid-cols-3">
            {related.map((card) => (
              <Card key={card.slug} card={card} size="medium" level={3} />
            ))}
          </div>
        </section>
      )}
      {latest.length > 0 && (
        <section aria-labelledby="latest" className="mt-16">
          <h2 id="latest" className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold">
            Latest
          </h2>
          <div className="grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
            {latest.map((card) => (
              <Card key={card.slug} card={card} size="line" level={3} />
            ))}
          </div>
        </section>
      )}
      <StayConnected />
    </div>
  )
}

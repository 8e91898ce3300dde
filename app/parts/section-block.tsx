import type { ArticleCard, Shelf } from '#lib/articles/card.ts'
import { Card } from './card.tsx'

/** A section on the front page: an article with a picture first, the others under it. */
export function SectionBlock({ section, articles }: { section: Shelf; articles: ArticleCard[] }) {
  const [first, ...others] = articles.toSorted(
    (a, b) => Number(b.picture !== null) - Number(a.picture !== null),
  )
  if (!first) return null
  return (
    <section aria-labelledby={`section-${section.slug}`}>
      <h2
        id={`section-${section.slug}`}
        className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold"
      >
        <a href={`/sections/${section.slug}`}>{section.name}</a>
      </h2>
      <div className="ruled">
        <div className="pb-5">
          <Card card={first} size="medium" level={3} withSection={false} />
        </div>
        {others.map((card) => (
          <div key={card.slug} className="py-4">
            <Card card={card} size="line" level={3} withSection={false} />
          </div>
        ))}
      </div>
    </section>
  )
}

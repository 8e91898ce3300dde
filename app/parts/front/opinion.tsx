import type { ArticleCard } from '#lib/articles/card.ts'
import type { Filled } from '#lib/front/compose.ts'
import { formatDay } from '#lib/format.ts'
import { Heading } from './heading.tsx'

const columns = ['', 'sm:grid-cols-2', 'sm:grid-cols-2 lg:grid-cols-3']

/** What somebody thinks: who it is comes first, and no picture speaks for them. */
export function Opinion({ one: { container, cards } }: { one: Filled<ArticleCard> }) {
  const alone = cards.length === 1
  return (
    <section
      aria-labelledby={`front-${container.id}`}
      className="-mx-4 bg-panel px-4 pb-6 sm:-mx-6 sm:px-6"
    >
      <Heading container={container} />
      <div className={`grid gap-x-10 gap-y-7 ${columns[Math.min(cards.length, 3) - 1] ?? ''}`}>
        {cards.map((card) => (
          <Piece key={card.slug} card={card} alone={alone} />
        ))}
      </div>
    </section>
  )
}

function Piece({ card, alone }: { card: ArticleCard; alone: boolean }) {
  const names = new Intl.ListFormat('en-GB').format(card.authors)
  return (
    <article className="relative border-s-[3px] border-red ps-4 sm:ps-5">
      <h3
        className={`headline ${alone ? 'max-w-4xl text-[1.75rem] sm:text-[2.5rem]' : 'font-serif text-[1.375rem] sm:text-2xl'}`}
      >
        {names && <span className="block pb-1 text-accent">{names}</span>}
        <a href={`/articles/${card.slug}`} className="after:absolute after:inset-0">
          {card.headline}
        </a>
      </h3>
      <p className="mt-2.5 max-w-2xl font-serif text-lg leading-snug text-soft">
        {card.standfirst}
      </p>
      <p className="mt-2.5 text-sm text-soft">
        <time dateTime={card.publishedAt.toISOString()}>{formatDay(card.publishedAt)}</time>
      </p>
    </article>
  )
}

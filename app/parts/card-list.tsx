import type { ArticleCard } from '#lib/articles/card.ts'
import { Card, CardLine } from './card.tsx'
import { sizedByLength } from './headline-size.ts'
import { PlateImage } from './plate.tsx'

type Props = {
  articles: ArticleCard[]
  /** Whether the first is shown large: at the head of the newest. */
  leads: boolean
  /** False where the page says the section already. */
  withSection: boolean
}

/** A list of articles, one under the other. */
export function CardList({ articles, leads, withSection }: Props) {
  const [first] = articles
  const lead = leads && first?.picture ? first : null
  return (
    <div className="ruled">
      {lead && (
        <div className="pb-7">
          <Card card={lead} size="large" withSection={withSection} />
        </div>
      )}
      {articles
        .filter((card) => card !== lead)
        .map((card) => (
          <Row key={card.slug} card={card} withSection={withSection} />
        ))}
    </div>
  )
}

const headlines = [
  'text-[1.375rem] sm:text-2xl',
  'text-[1.375rem]',
  'text-xl leading-[1.15]',
] as const

/** An article in a row: what it is about, and its picture at the end. */
function Row({ card, withSection }: { card: ArticleCard; withSection: boolean }) {
  const { slug, headline, standfirst, section, picture } = card
  return (
    <article className="relative flex gap-x-4 py-6 first:pt-0 sm:gap-x-8">
      <div className="min-w-0 flex-1">
        {withSection && section && (
          <p className="text-sm font-semibold text-accent">
            <a href={`/sections/${section.slug}`} className="relative z-10">
              {section.name}
            </a>
          </p>
        )}
        <h2 className={`headline mt-1 font-serif ${sizedByLength(headline, headlines)}`}>
          <a href={`/articles/${slug}`} className="after:absolute after:inset-0">
            {headline}
          </a>
        </h2>
        <p className="mt-2 font-serif text-[1.0625rem] leading-snug text-soft">{standfirst}</p>
        <CardLine card={card} />
      </div>
      {picture && (
        <div className="w-24 shrink-0 sm:w-48">
          <PlateImage
            picture={picture}
            // The headline beside it says what the article is about; a list need not read pictures out.
            alt=""
            sizes="(min-width: 40rem) 12rem, 6rem"
            first={false}
          />
        </div>
      )}
    </article>
  )
}

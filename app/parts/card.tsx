import type { ArticleCard } from '#lib/articles/card.ts'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { sizedByLength } from './headline-size.ts'
import { PlateImage } from './plate.tsx'

/** `brief`: a headline and what it is about, without a picture. `line`: a headline alone. */
type Size = 'lead' | 'large' | 'medium' | 'brief' | 'line'

const medium = 'font-serif text-[1.375rem] sm:text-2xl'
const brief = 'font-serif text-[1.375rem] leading-[1.12]'
const line = 'font-serif text-xl leading-[1.15] tracking-[-0.012em]'
const small = 'font-serif text-lg leading-[1.2] tracking-[-0.006em]'

/** Of each the type for a headline of common length, for a long one and for a very long one. */
const headlines: Record<Size, readonly [string, string, string]> = {
  lead: [
    'text-[2.25rem] sm:text-[3.25rem] lg:text-[3.75rem]',
    'text-[1.75rem] sm:text-[2.5rem] lg:text-[2.75rem]',
    'text-2xl sm:text-[1.75rem] lg:text-[2rem]',
  ],
  large: ['text-[1.75rem] sm:text-[2rem]', 'text-2xl sm:text-[1.75rem]', medium],
  medium: [medium, brief, line],
  brief: [brief, line, small],
  line: [line, line, small],
}

const standfirsts: Record<Size, string> = {
  lead: 'max-w-2xl text-xl sm:text-[1.375rem]',
  large: 'text-lg sm:text-xl',
  medium: 'text-lg',
  brief: 'text-[1.0625rem]',
  line: '',
}

const withPicture: Record<Size, boolean> = {
  lead: true,
  large: true,
  medium: true,
  brief: false,
  line: false,
}

type Props = {
  card: ArticleCard
  size: Size
  level?: 2 | 3
  /** False where the list around it says the section already. */
  withSection?: boolean
}

/** An article in a list. The headline is the link; the whole card follows it. */
export function Card({ card, size, level = 2, withSection = true }: Props) {
  const Headline = level === 2 ? 'h2' : 'h3'
  return (
    <article className="group relative">
      {withPicture[size] && card.picture && <CardPicture picture={card.picture} size={size} />}
      {withSection && card.section && (
        <p className="text-sm font-semibold text-accent">
          <a href={`/sections/${card.section.slug}`} className="relative z-10">
            {card.section.name}
          </a>
        </p>
      )}
      <Headline className={`headline mt-1 ${sizedByLength(card.headline, headlines[size])}`}>
        <a href={`/articles/${card.slug}`} className="after:absolute after:inset-0">
          {card.headline}
        </a>
      </Headline>
      {size !== 'line' && (
        <p className={`mt-2.5 font-serif leading-snug text-soft ${standfirsts[size]}`}>
          {card.standfirst}
        </p>
      )}
      <CardLine card={card} />
    </article>
  )
}

/** How wide the columns of the lists are, from the widest window to the narrowest. */
const widths = {
  lead: '(min-width: 78rem) 47rem, (min-width: 64rem) 60vw, min(92vw, 100vw - 2.25rem)',
  large: '(min-width: 78rem) 35rem, (min-width: 64rem) 45vw, min(92vw, 100vw - 2.25rem)',
  column:
    '(min-width: 78rem) 22.7rem, (min-width: 64rem) 29vw, (min-width: 40rem) 45vw, min(92vw, 100vw - 2.25rem)',
}

function CardPicture({
  picture,
  size,
}: {
  picture: NonNullable<ArticleCard['picture']>
  size: Size
}) {
  const first = size === 'lead'
  return (
    <PlateImage
      picture={picture}
      // The headline beside it says what the article is about; a list need not read pictures out.
      alt=""
      sizes={widths[size === 'lead' || size === 'large' ? size : 'column']}
      first={first}
      className={first ? 'mb-5' : 'mb-3.5'}
    />
  )
}

/** Who wrote it and when, and whether everybody may read it whole. */
export function CardLine({ card }: { card: ArticleCard }) {
  const names = new Intl.ListFormat(publication.locale).format(card.authors)
  return (
    <p className="mt-2.5 flex flex-wrap gap-x-2 text-sm text-soft">
      {names && <span>{names}</span>}
      <time dateTime={card.publishedAt.toISOString()}>{formatDay(card.publishedAt)}</time>
      {card.accessLevel === 'free' && <span className="font-semibold text-good">Free to read</span>}
    </p>
  )
}

import type { ReactNode } from 'react'
import type { ArticleCard } from '#lib/articles/card.ts'
import { formatDay } from '#lib/format.ts'

type Props = {
  card: ArticleCard
  /** Whether whoever sees the list may not read it whole. */
  locked: boolean
  /** A headline below another, without what it is about. */
  brief?: boolean
  /** What can be done about it here. */
  children: ReactNode
}

/** An article in a list of the reader's own: where it is filed, what it is called, of which day, and whether they can read it. */
export function ArticleLine({ card, locked, brief = false, children }: Props) {
  const { slug, headline, standfirst, section, publishedAt } = card
  const Headline = brief ? 'h3' : 'h2'
  return (
    <li className={brief ? 'py-4' : 'py-5'}>
      {section && (
        <p className="text-sm font-semibold text-accent">
          <a href={`/sections/${section.slug}`} className="py-0.5">
            {section.name}
          </a>
        </p>
      )}
      <Headline className="mt-0.5 font-serif text-[1.375rem] leading-[1.18] font-semibold">
        <a href={`/articles/${slug}`}>{headline}</a>
      </Headline>
      {!brief && (
        <p className="mt-1.5 line-clamp-2 font-serif text-[1.0625rem] leading-snug text-soft">
          {standfirst}
        </p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        <time dateTime={publishedAt.toISOString()}>{formatDay(publishedAt)}</time>
        {locked && <Locked />}
        <span className="not-printed ms-auto">{children}</span>
      </div>
    </li>
  )
}

/** The words say it; the lock is for who looks for it down the list. */
function Locked() {
  return (
    <span className="inline-flex items-center gap-1.5 font-semibold text-ink">
      <svg viewBox="0 0 12 14" width="11" height="13" aria-hidden="true">
        <path
          d="M3 6V4a3 3 0 0 1 6 0v2M1.5 6.5h9v6h-9z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
        />
      </svg>
      For subscribers
    </span>
  )
}

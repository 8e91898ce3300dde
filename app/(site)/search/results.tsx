import type { NamedShelf } from '#lib/articles/search/page.ts'
import { type SearchAsked, searchPath } from '#lib/articles/search/asked.ts'
import type { Marked } from '#lib/articles/search/marked.ts'
import type { SearchResult, SearchResults } from '#lib/articles/search/search.ts'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { PlateImage } from '../../parts/plate.tsx'
import { Called } from './called.tsx'

type Props = { asked: SearchAsked; results: SearchResults; called: NamedShelf[] }

/** What was found, with where in it the words stand. */
export function Results({ asked, results: { results, total, older, newer }, called }: Props) {
  return (
    <>
      <div className="mt-8 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 border-t-[3px] border-ink pt-3">
        <h2 className="text-lg font-bold">{inWords(total, asked)}</h2>
        {called.length > 0 && (
          <section id="suggested" aria-label="Pages of that name">
            <Called called={called} />
          </section>
        )}
      </div>
      <ol className="ruled mt-2">
        {results.map((result) => (
          <li key={result.card.slug} className="py-6">
            <Result result={result} />
          </li>
        ))}
      </ol>
      {(newer !== null || older !== null) && (
        <nav
          aria-label="Pages"
          className="mt-6 flex items-center justify-between gap-4 border-t border-rule pt-4"
        >
          <span className="flex-1">
            {newer !== null && (
              <a
                rel="prev"
                href={searchPath({ ...asked, page: newer })}
                className="button button-quiet"
              >
                Before
              </a>
            )}
          </span>
          <span className="text-soft">Page {asked.page}</span>
          <span className="flex-1 text-end">
            {older !== null && (
              <a
                rel="next"
                href={searchPath({ ...asked, page: older })}
                className="button button-quiet"
              >
                More
              </a>
            )}
          </span>
        </nav>
      )}
    </>
  )
}

function inWords(total: number | null, { words }: SearchAsked): string {
  const count = total === null ? 'Many articles' : total === 1 ? 'One article' : `${total} articles`
  return words === null ? count : `${count} with “${words}”`
}

function Result({ result: { card, excerpt } }: { result: SearchResult }) {
  return (
    <article className="group relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-6">
      <div className="max-w-[44rem]">
        {card.section && (
          <p className="text-sm font-semibold text-accent">
            <a href={`/sections/${card.section.slug}`} className="relative z-10">
              {card.section.name}
            </a>
          </p>
        )}
        <h3 className="headline mt-1 font-serif text-[1.375rem] sm:text-2xl">
          <a href={`/articles/${card.slug}`} className="after:absolute after:inset-0">
            {card.headline}
          </a>
        </h3>
        <p className="mt-2 font-serif text-lg leading-snug text-soft">
          {excerpt.some(({ found }) => found) ? <Excerpt parts={excerpt} /> : card.standfirst}
        </p>
        <p className="mt-2 flex flex-wrap gap-x-2 text-sm text-soft">
          {card.authors.length > 0 && (
            <span>{new Intl.ListFormat(publication.locale).format(card.authors)}</span>
          )}
          <time dateTime={card.publishedAt.toISOString()}>{formatDay(card.publishedAt)}</time>
          {card.accessLevel === 'free' && (
            <span className="font-semibold text-good">Free to read</span>
          )}
        </p>
      </div>
      {card.picture && (
        <div className="hidden w-44 sm:block">
          <PlateImage picture={card.picture} alt="" sizes="11rem" first={false} />
        </div>
      )}
    </article>
  )
}

function Excerpt({ parts }: { parts: Marked[] }) {
  return (
    <>
      …{' '}
      {parts.map(({ text, found }, place) =>
        found ? (
          // oxlint-disable-next-line react/no-array-index-key -- the pieces stand in a fixed order
          <mark key={place} className="bg-transparent font-semibold text-ink">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </>
  )
}

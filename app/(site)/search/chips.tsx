import type { Shelf } from '#lib/articles/card.ts'
import { type SearchAsked, searchPath } from '#lib/articles/search/asked.ts'
import type { SearchShelves } from '#lib/articles/search/page.ts'
import { formatDay } from '#lib/format.ts'

/** By what a search is narrowed down, each with the way to take it away. */
export function Chips({ asked, shelves }: { asked: SearchAsked; shelves: SearchShelves }) {
  const chips: [keyof SearchAsked, string | null][] = [
    ['section', named(shelves.sections, asked.section)],
    ['region', named(shelves.regions, asked.region)],
    ['author', named(shelves.authors, asked.author)],
    ['from', day(asked.from, 'from')],
    ['to', day(asked.to, 'to')],
  ]
  const shown = chips.flatMap(([field, name]) => (name === null ? [] : [{ field, name }]))
  if (shown.length === 0) return null
  return (
    <ul aria-label="Narrowed down by" className="mt-5 flex flex-wrap gap-2">
      {shown.map(({ field, name }) => (
        <li key={field}>
          <a
            href={searchPath({ ...asked, [field]: null, page: 1 })}
            className="inline-flex min-h-9 items-center gap-2 border border-rule bg-panel px-3 text-[0.9375rem] hover:border-ink"
          >
            <span className="sr-only">Take away:</span>
            {name}
            <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

const named = (list: Shelf[], slug: string | null) =>
  slug === null ? null : (list.find((one) => one.slug === slug)?.name ?? slug)

/** A day is the same in every zone at noon, of which it is the middle. */
const day = (typed: string | null, word: string) =>
  typed === null ? null : `${word} ${formatDay(new Date(`${typed}T12:00:00Z`))}`

type Props = {
  page: number
  pages: number
  /** The address of the first page, without a query. */
  path: string
}

/** So many pages beside that which is open are named, on either side. */
const BESIDE = 2

/** The pages of a list that is long enough to have some: the first, the last, and those near the one that is open. */
export function NumberedPages({ page, pages, path }: Props) {
  if (pages < 2) return null
  return (
    <nav aria-label="Pages" className="not-printed border-t border-rule pt-5">
      <ol className="flex flex-wrap items-center gap-2">
        {namedPages(page, pages).map((number, place, all) => (
          <li key={number} className="flex items-center gap-2">
            {place > 0 && number - (all[place - 1] ?? 0) > 1 && <span aria-hidden="true">…</span>}
            <a
              href={number === 1 ? path : `${path}?page=${number}`}
              aria-current={number === page ? 'page' : undefined}
              className="inline-flex min-h-11 min-w-11 items-center justify-center border border-rule px-2 font-semibold tabular-nums aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-paper"
            >
              <span className="sr-only">Page </span>
              {number}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function namedPages(page: number, pages: number): number[] {
  const near = Array.from({ length: 2 * BESIDE + 1 }, (_, place) => page - BESIDE + place)
  const named = new Set([1, ...near, pages])
  return [...named].filter((number) => number >= 1 && number <= pages).toSorted((a, b) => a - b)
}

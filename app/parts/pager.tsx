import { pageNumbers } from '#lib/articles/page-numbers.ts'

type Props = {
  current: number
  last: number
  at: (page: number) => string
  /** What the list is of, the newest first. */
  of?: string
}

/** The way to every page of a list, each with an address of its own. */
export function Pager({ current, last, at, of = 'articles' }: Props) {
  if (last <= 1) return null
  return (
    <nav
      aria-label="Pages"
      className="not-printed mt-4 flex flex-wrap items-center justify-between gap-4 border-t-[3px] border-ink pt-4"
    >
      <ol className="-mx-2 flex flex-wrap items-center">
        {pageNumbers(current, last).map((page, place) =>
          page === null ? (
            // oxlint-disable-next-line react/no-array-index-key -- of what is left out there is nothing else to go by
            <li key={`gap ${place}`} aria-hidden="true" className="px-1 text-soft">
              …
            </li>
          ) : (
            <li key={page}>
              <a
                href={at(page)}
                aria-current={page === current ? 'page' : undefined}
                className="inline-block min-w-9 px-2 py-1.5 text-center font-medium tabular-nums aria-[current=page]:font-bold aria-[current=page]:text-accent"
              >
                <span className="sr-only">Page </span>
                {page}
              </a>
            </li>
          ),
        )}
      </ol>
      <span className="flex flex-wrap gap-3">
        {current > 1 && (
          <a rel="prev" href={at(current - 1)} className="button button-quiet">
            Newer {of}
          </a>
        )}
        {current < last && (
          <a rel="next" href={at(current + 1)} className="button button-quiet">
            Older {of}
          </a>
        )}
      </span>
    </nav>
  )
}

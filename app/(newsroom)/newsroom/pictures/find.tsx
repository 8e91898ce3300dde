/** Finds pictures by what is said of them. */
export function FindPictures({ search }: { search: string }) {
  return (
    <search>
      <form action="/newsroom/pictures" className="mt-6 flex max-w-2xl gap-2">
        <label htmlFor="q" className="sr-only">
          What it shows, caption, credit, source or file name
        </label>
        <input
          id="q"
          name="q"
          type="search"
          defaultValue={search}
          maxLength={200}
          placeholder="What it shows, caption, credit, source or file name"
          className="field"
        />
        <button type="submit" className="button">
          Find
        </button>
      </form>
    </search>
  )
}

const addressOf = (search: string, page: number) => {
  const query = new URLSearchParams({
    ...(search === '' ? {} : { q: search }),
    ...(page === 1 ? {} : { page: String(page) }),
  })
  return query.size === 0 ? '/newsroom/pictures' : `/newsroom/pictures?${query}`
}

/** The first, the last, and those around the one that is shown. */
function numbersOf(page: number, pages: number): number[] {
  return Array.from({ length: pages }, (_, at) => at + 1).filter(
    (one) => one === 1 || one === pages || Math.abs(one - page) <= 2,
  )
}

/** The pages of the list by their numbers; nothing where there is one. */
export function PictureNumbers(props: { search: string; page: number; pages: number }) {
  const { search, page, pages } = props
  if (pages < 2) return null
  return (
    <nav aria-label="Pages" className="mt-10 border-t border-rule pt-3">
      <ol className="flex flex-wrap gap-1 font-medium">
        {numbersOf(page, pages).map((one, at, all) => (
          <li key={one} className="flex items-center gap-1">
            {one - (all[at - 1] ?? one - 1) > 1 && <span aria-hidden="true">…</span>}
            <a
              href={addressOf(search, one)}
              aria-current={one === page ? 'page' : undefined}
              aria-label={`Page ${one}`}
              className="min-w-11 px-2 py-2 text-center underline aria-[current=page]:font-bold aria-[current=page]:no-underline"
            >
              {one}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

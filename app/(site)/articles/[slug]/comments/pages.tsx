import { addressOf } from '#lib/comments/asked.ts'
import type { AskedPage } from '#lib/comments/read.ts'

type Props = { slug: string; asked: AskedPage; more: boolean }

/** The way to the pages beside this one. */
export function CommentsPages({ slug, asked, more }: Props) {
  if (asked.kind === 'thread' || (asked.page === 1 && !more)) return null
  const { page } = asked
  return (
    <nav aria-label="Pages" className="not-printed mt-4 flex justify-between gap-4">
      <span>
        {page > 1 && (
          <a
            rel="prev"
            href={addressOf(slug, { ...asked, page: page - 1 })}
            className="button button-quiet"
          >
            Previous page
          </a>
        )}
      </span>
      <span>
        {more && (
          <a
            rel="next"
            href={addressOf(slug, { ...asked, page: page + 1 })}
            className="button button-quiet"
          >
            Next page
          </a>
        )}
      </span>
    </nav>
  )
}

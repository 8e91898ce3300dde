import { addressOf } from '#lib/comments/asked.ts'
import type { AskedPage } from '#lib/comments/read.ts'

type Props = { slug: string; asked: AskedPage; count: number; picks: number }

/** The ways to look at the comments of an article. */
export function CommentsViews({ slug, asked, count, picks }: Props) {
  if (asked.kind === 'thread')
    return (
      <p className="not-printed mt-2 text-[0.9375rem]">
        <a
          href={addressOf(slug, { kind: 'page', order: 'newest', page: 1 })}
          className="py-1 font-medium underline"
        >
          All comments
        </a>
      </p>
    )
  if (count < 2) return null
  const views: [string, AskedPage][] = [
    ['Newest', { kind: 'page', order: 'newest', page: 1 }],
    ['Oldest', { kind: 'page', order: 'oldest', page: 1 }],
    ...(picks > 0
      ? ([['Editors’ picks', { kind: 'picks', page: 1 }]] satisfies [string, AskedPage][])
      : []),
  ]
  return (
    <nav aria-label="Order" className="not-printed mt-1">
      <ul className="-mx-2 flex flex-wrap text-[0.9375rem] font-medium text-soft">
        {views.map(([label, view]) => (
          <li key={label}>
            <a
              href={addressOf(slug, view)}
              aria-current={isSame(view, asked) ? 'page' : undefined}
              className="block px-2 py-2 aria-[current=page]:font-bold aria-[current=page]:text-ink"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const isSame = (view: AskedPage, asked: AskedPage) =>
  view.kind === asked.kind &&
  (view.kind !== 'page' || asked.kind !== 'page' || view.order === asked.order)

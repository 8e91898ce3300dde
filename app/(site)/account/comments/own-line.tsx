import { permalink } from '#lib/comments/asked.ts'
import type { OwnLine } from '#lib/comments/own.ts'
import { formatMoment } from '#lib/format.ts'
import { Words } from '../../../parts/comments/words.tsx'

/** One comment as whoever wrote it sees it: where it stands, what became of it, and what they can do. */
export function Own({ line }: { line: OwnLine }) {
  const { slug, headline, createdAt, editedAt, paragraphs, state, changeableUntil } = line
  return (
    <li className="py-5">
      <p className="text-[0.9375rem] text-soft">
        On{' '}
        {slug === null ? (
          <span className="font-semibold text-ink">{headline}</span>
        ) : (
          <a
            href={state === 'visible' ? permalink(slug, line) : `/articles/${slug}`}
            className="font-semibold text-ink underline"
          >
            {headline}
          </a>
        )}
        , {formatMoment(createdAt)}
        {editedAt && ', edited'}
      </p>
      <State line={line} />
      <div className="mt-2">
        <Words paragraphs={paragraphs} />
      </div>
      {changeableUntil && (
        <p className="mt-2 text-[0.9375rem]">
          <a
            href={`/comments/edit?${new URLSearchParams({ comment: line.id })}`}
            className="font-semibold underline"
          >
            Change it or take it back
          </a>
        </p>
      )}
    </li>
  )
}

function State({ line: { state, removedWhy, picked } }: { line: OwnLine }) {
  if (picked) return <p className="mt-1 text-[0.8125rem] font-bold text-accent">Editors’ pick</p>
  if (state === 'visible') return null
  return (
    <p className="mt-1 border-s-[3px] border-red ps-3 font-medium">
      {state === 'held'
        ? 'The editors look at it before it is shown.'
        : `The editors removed it${removedWhy ? `: ${removedWhy}` : '.'}`}
    </p>
  )
}

import { permalink } from '#lib/comments/asked.ts'
import type { DeskComment } from '#lib/comments/desk.ts'
import { formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { Words } from '../../../parts/comments/words.tsx'

/** A comment as staff see it: who, when, where, its state, and every word. */
export function StaffComment({ comment }: { comment: DeskComment }) {
  const { name, byStaff, createdAt, editedAt, article, paragraphs, isAnswer, state } = comment
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2.5">
        <bdi className="font-bold wrap-anywhere">{name ?? 'A former reader'}</bdi>
        {byStaff && <span className="font-medium text-accent">{publication.name}</span>}
        <span className="text-[0.9375rem] text-soft">
          {formatMoment(createdAt)}
          {editedAt && ', edited'}
        </span>
      </p>
      <p className="text-[0.9375rem] text-soft">
        {isAnswer ? 'A reply on ' : 'On '}
        <a
          href={
            state === 'visible' ? permalink(article.slug, comment) : `/articles/${article.slug}`
          }
          className="text-ink underline"
        >
          {article.headline}
        </a>
        {article.closed && ', comments closed'}
      </p>
      <State comment={comment} />
      <div className="mt-2 max-w-[65ch]">
        {paragraphs.length > 0 ? (
          <Words paragraphs={paragraphs} />
        ) : (
          <p className="text-soft italic">Its words are gone.</p>
        )}
      </div>
    </>
  )
}

const heldFor = {
  word: 'it says a word of the list',
  reports: 'readers reported it',
  staff: 'staff took it away',
} as const

function State({ comment }: { comment: DeskComment }) {
  const lines = [
    comment.heldFor && `Held: ${heldFor[comment.heldFor]}.`,
    comment.removedBy === 'writer' && 'Removed by its writer.',
    comment.removedBy === 'staff' && `Removed by staff: ${comment.removedWhy ?? 'no reason'}`,
    comment.picked && 'Picked.',
    comment.approved && 'Staff let it stand.',
    comment.openReports > 0 &&
      `${comment.openReports === 1 ? 'One report waits' : `${comment.openReports} reports wait`}.`,
  ].filter((line) => typeof line === 'string')
  if (lines.length === 0) return null
  return <p className="mt-1.5 border-s-[3px] border-red ps-3 font-medium">{lines.join(' ')}</p>
}

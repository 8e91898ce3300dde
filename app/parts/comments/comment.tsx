import { permalink } from '#lib/comments/asked.ts'
import type { CommentView } from '#lib/comments/shown.ts'
import { formatDay, formatMoment } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { offersWriting, reportAddress, type Ways, writeAddress } from './ways.ts'
import { Words } from './words.tsx'

const goneBecause = {
  writer: 'This comment was removed by its writer.',
  staff: 'This comment was removed by the editors.',
  held: 'The editors are looking at this comment.',
} as const

type Props = { comment: CommentView; ways: Ways }

/** One comment: who, when, what, and what can be done about it. */
export function Comment({ comment, ways }: Props) {
  const { id, gone, paragraphs } = comment
  return (
    <article id={`comment-${id}`} aria-labelledby={`by-${id}`} className="comment">
      <Head slug={ways.slug} comment={comment} />
      {gone ? (
        <p className="mt-1.5 font-serif text-[1.0625rem] text-soft italic">{goneBecause[gone]}</p>
      ) : (
        <>
          <div className="mt-1.5">
            <Words paragraphs={paragraphs} />
          </div>
          <p className="not-printed -mx-2 mt-1 flex text-[0.875rem] text-soft">
            {offersWriting(ways) && (
              <Quiet
                href={writeAddress(ways, id)}
                about={`to ${comment.name ?? 'a former reader'}`}
              >
                Reply
              </Quiet>
            )}
            <Quiet
              href={reportAddress(ways, id)}
              about={`the comment by ${comment.name ?? 'a former reader'}`}
            >
              Report
            </Quiet>
          </p>
        </>
      )}
    </article>
  )
}

function Head({ slug, comment }: { slug: string; comment: CommentView }) {
  const { id, name, byStaff, picked, createdAt, editedAt, gone } = comment
  return (
    <header>
      {picked && <p className="text-[0.8125rem] font-bold text-accent">Editors’ pick</p>}
      <p className="flex flex-wrap items-baseline gap-x-2.5 text-[0.9375rem]">
        <span id={`by-${id}`} className={gone ? 'sr-only' : 'font-bold wrap-anywhere'}>
          <bdi>{name ?? 'A former reader'}</bdi>
          {byStaff && <span className="font-medium text-accent"> {publication.name}</span>}
        </span>
        <a
          href={permalink(slug, comment)}
          title={formatMoment(createdAt)}
          className="py-0.5 text-[0.875rem] text-soft"
        >
          <time dateTime={createdAt.toISOString()}>{formatDay(createdAt)}</time>
        </a>
        {editedAt && (
          <span title={formatMoment(editedAt)} className="text-[0.875rem] text-soft">
            edited
          </span>
        )}
      </p>
    </header>
  )
}

function Quiet({ href, about, children }: { href: string; about: string; children: string }) {
  return (
    <a href={href} rel="nofollow" className="px-2 py-1.5 font-medium">
      {children}
      <span className="sr-only"> {about}</span>
    </a>
  )
}

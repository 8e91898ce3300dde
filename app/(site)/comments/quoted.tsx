import type { SeenComment } from '#lib/comments/report.ts'
import { formatDay } from '#lib/format.ts'
import { Words } from '../../parts/comments/words.tsx'

/** The comment that somebody answers or reports. */
export function Quoted({ comment }: { comment: SeenComment }) {
  const { name, createdAt, paragraphs } = comment
  return (
    <blockquote className="border-s-[3px] border-rule ps-4">
      <p className="mb-1 text-[0.9375rem]">
        <bdi className="font-bold wrap-anywhere">{name ?? 'A former reader'}</bdi>{' '}
        <time dateTime={createdAt.toISOString()} className="text-[0.875rem] text-soft">
          {formatDay(createdAt)}
        </time>
      </p>
      <Words paragraphs={paragraphs} />
    </blockquote>
  )
}

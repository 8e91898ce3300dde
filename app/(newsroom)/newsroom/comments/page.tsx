import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { readPageNumber } from '#lib/articles/list.ts'
import { type DeskComment, type Queue, readQueue } from '#lib/comments/desk.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { requireStaff } from '../../guard.ts'
import { FindBox } from '../find-box.tsx'
import { letCommentStand } from './actions.ts'
import { StaffComment } from './comment.tsx'
import { Notice } from './notice.tsx'

export const metadata: Metadata = { title: 'Comments' }

type Props = {
  searchParams: Promise<Partial<Record<'show' | 'q' | 'page' | 'did', string | string[]>>>
}

const shape = z.enum(['held', 'reported', 'all']).catch('held')

export default async function CommentsDesk({ searchParams }: Props) {
  await requireStaff('moderate comments', '/newsroom/comments')
  const asked = await searchParams
  const queue = shape.parse(asked.show)
  const search = typeof asked.q === 'string' ? asked.q.trim().slice(0, 200) : ''
  const page = readPageNumber(asked.page)
  if (page === null) notFound()
  const { waiting, comments, more } = await readQueue(appDatabase(), { queue, search, page })
  const at = (to: number) => addressOf({ queue, search, page: to })
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h1 className="headline text-4xl sm:text-5xl">Comments</h1>
        <a href="/newsroom/comments/words" className="py-1 font-medium underline">
          Words that hold comments
        </a>
      </div>
      <Notice did={asked.did} />
      <nav aria-label="Queues" className="mt-5">
        <ul className="-mx-2 flex flex-wrap font-medium text-soft">
          {(
            [
              ['held', `Held ${waiting.held}`],
              ['reported', `Reported ${waiting.reported}`],
              ['all', 'All'],
            ] satisfies [Queue, string][]
          ).map(([one, label]) => (
            <li key={one}>
              <a
                href={addressOf({ queue: one, search: '', page: 1 })}
                aria-current={one === queue ? 'page' : undefined}
                className="block px-2 py-2 aria-[current=page]:font-bold aria-[current=page]:text-ink"
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <FindBox
        words="Words of a comment, its writer or its article"
        search={search}
        kept={{ show: queue }}
        className="mt-2"
      />
      {comments.length === 0 ? (
        <p className="mt-8 text-lg">{search === '' ? 'Nothing waits here.' : 'None says that.'}</p>
      ) : (
        <ul className="ruled mt-8 max-w-4xl border-y border-rule">
          {comments.map((comment) => (
            <Line key={comment.id} comment={comment} queue={queue} />
          ))}
        </ul>
      )}
      {(page > 1 || more) && (
        <nav aria-label="Pages" className="mt-4 flex max-w-4xl justify-between gap-4">
          <span>
            {page > 1 && (
              <a href={at(page - 1)} rel="prev" className="button button-quiet">
                Newer
              </a>
            )}
          </span>
          <span>
            {more && (
              <a href={at(page + 1)} rel="next" className="button button-quiet">
                Older
              </a>
            )}
          </span>
        </nav>
      )}
    </>
  )
}

function addressOf({ queue, search, page }: { queue: Queue; search: string; page: number }) {
  const query = new URLSearchParams({
    show: queue,
    ...(search === '' ? {} : { q: search }),
    ...(page === 1 ? {} : { page: String(page) }),
  })
  return `/newsroom/comments?${query}`
}

function Line({ comment, queue }: { comment: DeskComment; queue: Queue }) {
  return (
    <li className="py-5">
      <StaffComment comment={comment} />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {(comment.state === 'held' || comment.openReports > 0) && (
          <form action={letCommentStand}>
            <input type="hidden" name="id" value={comment.id} />
            <input type="hidden" name="show" value={queue} />
            <Submit pending="One moment …" quiet>
              Let it stand
              <span className="sr-only">: the comment by {comment.name ?? 'a former reader'}</span>
            </Submit>
          </form>
        )}
        <a href={`/newsroom/comments/${comment.id}`} className="px-1 py-2 font-medium underline">
          Look closer
          <span className="sr-only"> at the comment by {comment.name ?? 'a former reader'}</span>
        </a>
      </div>
    </li>
  )
}

import { addressOf } from '#lib/comments/asked.ts'
import type { Thread } from '#lib/comments/shown.ts'
import { Comment } from './comment.tsx'
import type { Ways } from './ways.ts'

type Props = { threads: Thread[]; ways: Ways }

/** Threads, parted by hairlines, each with the answers that are shown. */
export function Threads({ threads, ways }: Props) {
  return (
    <ol className="ruled">
      {threads.map((thread) => (
        <li key={thread.id} className="py-5">
          <Comment comment={thread} ways={ways} />
          {(thread.answers.length > 0 || thread.more > 0) && (
            <div className="mt-4 border-s border-rule ps-4 sm:ps-6">
              <ol aria-label="Replies" className="grid gap-5">
                {thread.answers.map((answer) => (
                  <li key={answer.id}>
                    <Comment comment={answer} ways={ways} />
                  </li>
                ))}
              </ol>
              {thread.more > 0 && (
                <p className="not-printed mt-4 text-[0.9375rem]">
                  <a
                    href={addressOf(ways.slug, { kind: 'thread', id: thread.id })}
                    className="font-semibold underline"
                  >
                    {thread.more === 1 ? 'One more reply' : `${thread.more} more replies`}
                  </a>
                </p>
              )}
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

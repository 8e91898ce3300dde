import type { ReaderClass } from '#lib/access/level.ts'
import { addressOf } from '#lib/comments/asked.ts'
import type { Comments } from '#lib/comments/read.ts'
import { Threads } from '../../../parts/comments/thread.tsx'
import { WriteHere } from '../../../parts/comments/write-here.tsx'

type Props = { slug: string; comments: Comments; readerClass: ReaderClass }

/** A few comments below the article, and the way to all of them. */
export function CommentsBelow({ slug, comments, readerClass }: Props) {
  const { count, closed, threads } = comments
  const ways = { slug, closed, readerClass }
  const all = addressOf(slug, { kind: 'page', order: 'newest', page: 1 })
  const isCut = comments.more || threads.some(({ more }) => more > 0)
  return (
    <section aria-labelledby="comments" className="not-printed frame">
      <div className="mx-auto mt-16 max-w-[38rem]">
        <div className="flex items-center justify-between gap-4 border-t-[3px] border-ink pt-2">
          <h2 id="comments" className="text-lg font-bold">
            Comments{count > 0 && <span className="font-medium text-soft"> {count}</span>}
          </h2>
          {count > 0 && !isCut && (
            <a href={all} className="py-1 text-[0.9375rem] font-medium">
              All comments
            </a>
          )}
        </div>
        {count > 0 ? (
          <Threads threads={threads} ways={ways} />
        ) : (
          <p className="pt-3 pb-5 font-serif text-lg text-soft">Nobody has commented yet.</p>
        )}
        <div className="flex flex-wrap items-center gap-3">
          {isCut && (
            <a href={all} className="button">
              All {count} comments
            </a>
          )}
          <WriteHere ways={ways} />
        </div>
      </div>
    </section>
  )
}

import { z } from 'zod'
import { readArticleHead } from '#lib/articles/head.ts'
import { publicDatabase } from '#lib/runtime.ts'
import { MOST_SAVED } from '#lib/saved-articles/save.ts'
import { undoRemoval } from './actions.ts'

type Props = {
  notice?: string | string[] | undefined
  /** The address of an article that was taken off, and since when it had been on the list. */
  removed?: string | string[] | undefined
  since?: string | string[] | undefined
  page: number
}

const notices: Record<string, string> = {
  back: 'It is back on your list.',
  no_article: 'That article is not there, or not any more.',
  full: `You have saved ${MOST_SAVED} articles, and more do not fit. Remove one first.`,
  limited: 'You saved many articles just now. Please try again in a while.',
}

const removedShape = z.object({
  removed: z.string().regex(/^[a-z0-9-]{1,100}$/),
  since: z.iso.datetime(),
})

/** What came of the reader's last click; of what was taken off, with the way back. */
export async function SavedNotice({ notice, removed, since, page }: Props) {
  const gone = removedShape.safeParse({ removed, since })
  if (gone.success) return <Removed slug={gone.data.removed} since={gone.data.since} page={page} />
  const said =
    typeof notice === 'string' && Object.hasOwn(notices, notice) ? notices[notice] : undefined
  if (said === undefined) return null
  return <output className={look}>{said}</output>
}

const look = 'mt-6 block border-s-[3px] border-good bg-panel p-4 font-medium'

async function Removed({ slug, since, page }: { slug: string; since: string; page: number }) {
  const article = await readArticleHead(publicDatabase(), slug)
  if (!article) return null
  return (
    <div className={`${look} flex flex-wrap items-center justify-between gap-x-6 gap-y-2`}>
      <output className="min-w-0">Removed: “{article.headline}”</output>
      <form action={undoRemoval}>
        <input type="hidden" name="article" value={slug} />
        <input type="hidden" name="since" value={since} />
        <input type="hidden" name="page" value={page} />
        <button type="submit" className="py-0.5 font-semibold underline">
          Undo<span className="sr-only">: save it again</span>
        </button>
      </form>
    </div>
  )
}

import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { decideForClass } from '#lib/access/decide.ts'
import { readArticleHead } from '#lib/articles/head.ts'
import { type CommentsQuery, readAsked } from '#lib/comments/asked.ts'
import { readComments } from '#lib/comments/read.ts'
import { appDatabase, currentReaderClass, publicDatabase } from '#lib/runtime.ts'
import { Threads } from '../../../../parts/comments/thread.tsx'
import { WriteHere } from '../../../../parts/comments/write-here.tsx'
import { CommentsPages } from './pages.tsx'
import { CommentsViews } from './views.tsx'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<CommentsQuery> }

const headOnce = cache(async (slug: string) => readArticleHead(publicDatabase(), slug))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = await headOnce((await params).slug)
  if (!article) return {}
  return { title: `Comments on “${article.headline}”`, robots: { index: false } }
}

/**
 * All comments on an article, a page of the picks, or one thread. Who may not read the article is led to
 * it, whatever is asked for: not even how many there are is said.
 */
export default async function CommentsPage({ params, searchParams }: Props) {
  const article = await headOnce((await params).slug)
  if (!article) notFound()
  const readerClass = currentReaderClass()
  const decision = decideForClass(article.accessLevel, readerClass)
  if (!decision.granted) redirect(`/articles/${article.slug}`)
  const asked = readAsked(await searchParams)
  const read = asked && (await readComments(appDatabase(), article, decision, asked))
  if (!asked || !read) notFound()
  const { slug } = article
  const ways = { slug, closed: read.closed, readerClass }
  return (
    <div className="frame pt-8 sm:pt-12">
      <div className="mx-auto max-w-[38rem]">
        <header>
          <p className="text-[0.9375rem]">
            <a href={`/articles/${slug}`} className="py-0.5 font-bold text-accent">
              Back to the article
            </a>
          </p>
          <h1 className="headline mt-2 text-[2rem] sm:text-[2.5rem]">
            <span className="sr-only">Comments on: </span>
            {article.headline}
          </h1>
        </header>
        <div className="mt-7 flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-t-[3px] border-ink pt-3">
          <h2 className="text-lg font-bold">
            {asked.kind === 'thread' ? 'One conversation' : 'Comments'}
            {asked.kind !== 'thread' && read.count > 0 && (
              <span className="font-medium text-soft"> {read.count}</span>
            )}
          </h2>
          <WriteHere ways={ways} />
        </div>
        <CommentsViews slug={slug} asked={asked} picks={read.picks} count={read.count} />
        {read.threads.length > 0 ? (
          <Threads threads={read.threads} ways={ways} />
        ) : (
          <p className="py-6 font-serif text-lg text-soft">Nobody has commented yet.</p>
        )}
        <CommentsPages slug={slug} asked={asked} more={read.more} />
        <p className="not-printed mt-6 border-t border-rule pt-3 text-[0.875rem] text-soft">
          Comments are written by readers.{' '}
          <a href="/account/comments" className="text-ink underline">
            Your comments
          </a>
        </p>
      </div>
    </div>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { reportReasons, seeComment } from '#lib/comments/report.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase } from '#lib/runtime.ts'
import { About, Instead } from '../about.tsx'
import { Quoted } from '../quoted.tsx'
import { ReportForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Report a comment', robots: { index: false } }

type Props = { searchParams: Promise<{ comment?: string | string[]; done?: string | string[] }> }

const slugShape = z.string().regex(/^[a-z0-9-]{1,100}$/)

export default async function ReportPage({ searchParams }: Props) {
  const asked = await searchParams
  const done = slugShape.safeParse(asked.done)
  if (done.success)
    return (
      <About title="Thank you" article={null}>
        <Instead why="The editors will look at it.">
          <a href={`/articles/${done.data}`} className="button button-quiet">
            Back to the article
          </a>
        </Instead>
      </About>
    )
  const id = z.uuid().safeParse(asked.comment)
  const reader = await currentReader()
  if (!reader)
    redirect(
      `/sign-in?${new URLSearchParams({ to: id.success ? `/comments/report?comment=${id.data}` : '/' })}`,
    )
  const comment = id.success && (await seeComment(appDatabase(), reader.id, id.data, new Date()))
  if (!comment)
    return (
      <About title="Report a comment" article={null}>
        <Instead why="This comment is not shown, or not any more.">
          <a href="/" className="button button-quiet">
            See what is new
          </a>
        </Instead>
      </About>
    )
  if (comment.own)
    return (
      <About title="This is your own comment" article={comment}>
        <Quoted comment={comment} />
        <p>
          <a href="/account/comments" className="button button-quiet">
            Your comments
          </a>
        </p>
      </About>
    )
  return (
    <About title="Report a comment" article={comment}>
      <Quoted comment={comment} />
      <ReportForm id={comment.id} slug={comment.slug} reasons={Object.entries(reportReasons)} />
      <p className="text-[0.9375rem] text-soft">
        The editors do not see who reported it. About anything else, write to{' '}
        <a href={`mailto:${publication.contactEmail}`} className="text-ink underline">
          {publication.contactEmail}
        </a>
        .
      </p>
    </About>
  )
}

import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { LONGEST_COMMENT } from '#lib/comments/body.ts'
import { type Invitation, readInvitation } from '#lib/comments/invite.ts'
import { appDatabase } from '#lib/runtime.ts'
import { About, Instead } from '../about.tsx'
import { Quoted } from '../quoted.tsx'
import { sayRefusal } from '../said.ts'
import { WriteForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Write a comment', robots: { index: false } }

type Props = { searchParams: Promise<{ article?: string | string[]; reply?: string | string[] }> }

const slugShape = z.string().regex(/^[a-z0-9-]{1,100}$/)
const replyShape = z.uuid()

/**
 * Where a comment is written. Who may not write (any more) sees why, and the form with whatever they had typed:
 * so nothing here leads to another page.
 */
export default async function WritePage({ searchParams }: Props) {
  const asked = await searchParams
  const slug = slugShape.safeParse(asked.article)
  const reply = replyShape.safeParse(asked.reply)
  const replyTo = reply.success ? reply.data : null
  const reader = await currentReader()
  const found = slug.success
    ? await readInvitation(
        appDatabase(),
        reader?.id ?? null,
        { slug: slug.data, replyTo },
        new Date(),
      )
    : null
  const here = `/comments/write?${new URLSearchParams({
    article: slug.success ? slug.data : '',
    ...(replyTo === null ? {} : { reply: replyTo }),
  })}`
  return (
    <About title={replyTo === null ? 'Write a comment' : 'Reply'} article={found?.article ?? null}>
      {found?.answers && <Quoted comment={found.answers} />}
      <WriteForm
        slug={found?.article.slug ?? ''}
        reply={replyTo}
        form={randomUUID()}
        name={found?.name ?? null}
        here={here}
        longest={LONGEST_COMMENT}
        instead={insteadOf(found, replyTo !== null, here)}
      />
    </About>
  )
}

/** What is shown where there is nothing to write; null when there is. */
function insteadOf(found: Invitation | null, isReply: boolean, here: string): ReactNode {
  if (!found)
    return (
      <Instead why="This article is not there, or not any more.">
        <a href="/" className="button button-quiet">
          See what is new
        </a>
      </Instead>
    )
  const { article, writing, answers } = found
  const back = (
    <a href={`/articles/${article.slug}`} className="button button-quiet">
      Back to the article
    </a>
  )
  if (writing.kind === 'may_not')
    return (
      <Instead why={sayRefusal(writing)}>
        {writing.why === 'not_signed_in' && (
          <a href={`/sign-in?${new URLSearchParams({ to: here })}`} className="button">
            Sign in
          </a>
        )}
        {['not_readable', 'not_subscribed'].includes(writing.why) && (
          <a
            href={`/subscribe?${new URLSearchParams({ from: `/articles/${article.slug}` })}`}
            className="button"
          >
            Subscribe
          </a>
        )}
        {back}
      </Instead>
    )
  if (isReply && !answers)
    return <Instead why="What you wanted to answer is not shown, or not any more.">{back}</Instead>
  return null
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { readForDesk } from '#lib/comments/desk.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../../../parts/submit.client.tsx'
import { requireStaff } from '../../../guard.ts'
import { holdCommentBack, letCommentStand, pickForReaders } from '../actions.ts'
import { StaffComment } from '../comment.tsx'
import { Notice } from '../notice.tsx'
import { closeArticleComments } from './actions.ts'
import { RemoveForm } from './decide.client.tsx'
import { Writer } from './writer.tsx'

export const metadata: Metadata = { title: 'A comment' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ did?: string | string[] }>
}

export default async function CommentPage({ params, searchParams }: Props) {
  const { id } = await params
  await requireStaff('moderate comments', `/newsroom/comments/${id}`)
  const found = z.uuid().safeParse(id).success
    ? await readForDesk(appDatabase(), id, new Date())
    : null
  if (!found) notFound()
  const { comment, reports, answers, record, ban } = found
  const { state, picked, article, removedBy, openReports, byStaff } = comment
  return (
    <div className="max-w-3xl">
      <p>
        <a href="/newsroom/comments" className="py-1 font-medium underline">
          All that waits
        </a>
      </p>
      <h1 className="headline mt-2 text-4xl sm:text-5xl">A comment</h1>
      <Notice did={(await searchParams).did} />
      {answers && (
        <section aria-label="What it answers" className="mt-6 border-s-[3px] border-rule ps-4">
          <StaffComment comment={answers} />
        </section>
      )}
      <div className="mt-6">
        <StaffComment comment={comment} />
      </div>
      {removedBy !== 'writer' && (
        <div className="mt-5 flex flex-wrap gap-3">
          {(state !== 'visible' || openReports > 0) && (
            <One action={letCommentStand} id={id} label="Let it stand" />
          )}
          {state === 'visible' && (
            <>
              <One
                action={pickForReaders}
                id={id}
                name="pick"
                value={picked ? 'no' : 'yes'}
                label={picked ? 'Take the pick back' : 'Pick it'}
              />
              <One action={holdCommentBack} id={id} label="Hold it" />
            </>
          )}
        </div>
      )}
      {reports.length > 0 && (
        <Part title="What readers reported">
          <ul className="ruled">
            {reports.map(({ reason, note, at, isOpen }) => (
              <li key={at.toISOString()} className="py-2.5">
                <span className="font-semibold">{reason}</span>
                {note && <span>: {note}</span>}
                <span className="block text-[0.9375rem] text-soft">
                  {formatMoment(at)}
                  {!isOpen && ', settled'}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {state !== 'removed' && (
        <Part title="Remove it">
          <RemoveForm id={id} />
        </Part>
      )}
      {record && <Writer id={id} record={record} ban={ban} byStaff={byStaff} />}
      <Part title="The article">
        <p>{article.closed ? 'Its comments are closed.' : 'Readers can comment on it.'}</p>
        <div className="mt-3">
          <One
            action={closeArticleComments}
            id={id}
            name="close"
            value={article.closed ? 'no' : 'yes'}
            label={article.closed ? 'Open its comments' : 'Close its comments'}
          />
        </div>
      </Part>
    </div>
  )
}

/** A part of the page under a heading of its own. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-10 border-t-2 border-ink pt-2">
      <h2 className="mb-3 text-lg font-bold">{title}</h2>
      {children}
    </section>
  )
}

type OneProps = {
  action: (form: FormData) => Promise<void>
  id: string
  label: string
  name?: string
  value?: string
}

/** A form that is one button. */
function One({ action, id, label, name, value }: OneProps) {
  return (
    <form action={action}>
      <input type="hidden" name="id" value={id} />
      {name !== undefined && <input type="hidden" name={name} value={value} />}
      <Submit pending="One moment …" quiet>
        {label}
      </Submit>
    </form>
  )
}

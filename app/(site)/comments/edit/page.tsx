import type { Metadata } from 'next'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { LONGEST_COMMENT } from '#lib/comments/body.ts'
import { ownChangeable } from '#lib/comments/change.ts'
import { formatSecond } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Submit } from '../../../parts/submit.client.tsx'
import { About, Instead } from '../about.tsx'
import { takeBack } from './actions.ts'
import { EditForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Change a comment', robots: { index: false } }

type Props = { searchParams: Promise<{ comment?: string | string[] }> }

/** Where a comment of one's own is changed. Too late, or signed out, the form keeps what was typed. */
export default async function EditPage({ searchParams }: Props) {
  const id = z.uuid().safeParse((await searchParams).comment)
  const reader = await currentReader()
  const own =
    id.success && reader ? await ownChangeable(appDatabase(), reader.id, id.data, new Date()) : null
  return (
    <About title="Change your comment" article={own}>
      <EditForm
        id={id.success ? id.data : ''}
        body={own?.body ?? ''}
        longest={LONGEST_COMMENT}
        instead={
          own ? null : (
            <Instead why="A comment can be changed for ten minutes, by whoever wrote it.">
              <a href="/account/comments" className="button button-quiet">
                Your comments
              </a>
            </Instead>
          )
        }
      />
      {own && (
        <form action={takeBack} className="grid gap-3 border-t border-rule pt-6">
          <input type="hidden" name="comment" value={own.id} />
          <p className="text-[0.9375rem] text-soft">
            You can change it or take it back until {formatSecond(own.until)}. What is taken back is
            gone.
          </p>
          <div>
            <Submit pending="Taking it back …" quiet>
              Take it back
            </Submit>
          </div>
        </form>
      )}
    </About>
  )
}

'use client'

import { type ReactNode, useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { BodyField } from '../body-field.tsx'
import { NameField } from '../name-field.tsx'
import { sendComment, type WriteState } from './actions.ts'

const start: WriteState = {
  problem: null,
  field: null,
  signIn: false,
  body: '',
  name: '',
  held: false,
}

type Props = {
  slug: string
  reply: string | null
  form: string
  /** Asked for where they have none yet. */
  name: string | null
  here: string
  longest: number
  /** What is shown to who may not write, for as long as nothing is typed. */
  instead: ReactNode
}

/** The words, and a name where there is none yet. Sent, it leads to where they stand. */
export function WriteForm({ slug, reply, form, name, here, longest, instead }: Props) {
  const [state, action] = useActionState(sendComment, start)
  if (instead !== null && state.body === '') return instead
  if (state.held)
    return (
      <output className="grid gap-4 font-serif text-lg leading-snug">
        <span>Thank you. The editors look at this comment before it is shown.</span>
        <span>
          You find it under{' '}
          <a href="/account/comments" className="underline">
            your comments
          </a>
          , or go{' '}
          <a href={`/articles/${slug}`} className="underline">
            back to the article
          </a>
          .
        </span>
      </output>
    )
  return (
    <form action={action} className="grid gap-5">
      <input type="hidden" name="article" value={slug} />
      <input type="hidden" name="form" value={form} />
      {reply !== null && <input type="hidden" name="reply" value={reply} />}
      <BodyField
        label={reply === null ? 'Your comment' : 'Your reply'}
        typed={state.body}
        longest={longest}
        problem={state.field === 'body' ? state.problem : null}
      />
      {name === null ? (
        <NameField typed={state.name} problem={state.field === 'name' ? state.problem : null} />
      ) : (
        <p className="text-[0.9375rem] text-soft">
          You write as <strong className="wrap-anywhere text-ink">{name}</strong>.{' '}
          <a href="/account/comments" className="text-ink underline">
            Change the name
          </a>
        </p>
      )}
      <Problem>{state.field === null ? state.problem : null}</Problem>
      {state.signIn && (
        <p>
          <a
            href={`/sign-in?${new URLSearchParams({ to: here })}`}
            target="_blank"
            rel="noopener"
            className="font-semibold underline"
          >
            Sign in in another tab
          </a>
          , then send this form again.
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Submit pending="Sending …">{reply === null ? 'Post comment' : 'Post reply'}</Submit>
        <a href={`/articles/${slug}#comments`} className="button button-quiet">
          Back
        </a>
      </div>
    </form>
  )
}

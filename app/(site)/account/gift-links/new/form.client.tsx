'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../parts/problem.tsx'
import { Submit } from '../../../../parts/submit.client.tsx'
import { type GiveState, giveThisArticle } from '../actions.ts'

const start: GiveState = { problem: null }

/** Makes the link, and leads to where it stands. */
export function GiveForm({ slug }: { slug: string }) {
  const [{ problem }, action] = useActionState(giveThisArticle, start)
  return (
    <form action={action} className="grid gap-4">
      <input type="hidden" name="article" value={slug} />
      <Problem>{problem}</Problem>
      <Submit pending="Making the link …">Make the link</Submit>
    </form>
  )
}

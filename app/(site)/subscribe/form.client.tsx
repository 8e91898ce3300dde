'use client'

import { useActionState } from 'react'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { subscribe, type SubscribeState } from './actions.ts'

const start: SubscribeState = { problem: null }

/** The one button that leads to Stripe. */
export function SubscribeForm({ from, label }: { from: string; label: string }) {
  const [state, action] = useActionState(subscribe, start)
  return (
    <form action={action} className="grid gap-4">
      <input type="hidden" name="from" value={from} />
      <Submit pending="Opening the payment page …" wide>
        {label}
      </Submit>
      <Problem>{state.problem}</Problem>
    </form>
  )
}

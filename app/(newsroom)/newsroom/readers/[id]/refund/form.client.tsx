'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../../parts/problem.tsx'
import { Submit } from '../../../../../parts/submit.client.tsx'
import { ReasonField } from '../reason-field.tsx'
import { refundReader, type RefundState } from './actions.ts'

const start: RefundState = { problem: null, why: '' }

type Props = { readerId: string; subscriptionId: string; shown: number; label: string }

/** Why, and the one button that cannot be undone. */
export function RefundForm({ readerId, subscriptionId, shown, label }: Props) {
  const [state, action] = useActionState(refundReader, start)
  return (
    <form action={action} className="mt-6 grid max-w-xl gap-5">
      <input type="hidden" name="id" value={readerId} />
      <input type="hidden" name="subscription" value={subscriptionId} />
      <input type="hidden" name="shown" value={shown} />
      <ReasonField typed={state.why} />
      <Problem>{state.problem}</Problem>
      <div className="flex flex-wrap gap-3">
        <Submit pending="Asking Stripe …">{label}</Submit>
        <a href={`/newsroom/readers/${readerId}`} className="button button-quiet">
          Back, and change nothing
        </a>
      </div>
    </form>
  )
}

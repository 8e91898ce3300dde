'use client'

import { useActionState } from 'react'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { managePayment, type PortalState } from './actions.ts'

const start: PortalState = { problem: null }

type Props = {
  label: string
  /** One thing to do there, and back; else its first page. */
  flow?: 'payment_method_update' | 'customer_update'
  quiet?: boolean
}

/** A way to Stripe's portal. */
export function PortalForm({ label, flow, quiet = false }: Props) {
  const [state, action] = useActionState(managePayment, start)
  return (
    <form action={action} className="grid justify-items-start gap-3">
      {flow && <input type="hidden" name="flow" value={flow} />}
      <Submit pending="Opening …" quiet={quiet}>
        {label}
      </Submit>
      <Problem>{state.problem}</Problem>
    </form>
  )
}

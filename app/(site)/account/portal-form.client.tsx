'use client'

import { useActionState } from 'react'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { managePayment, type PortalState } from './actions.ts'

const start: PortalState = { problem: null }

/** The way to Stripe's portal. */
export function PortalForm() {
  const [state, action] = useActionState(managePayment, start)
  return (
    <form action={action} className="grid justify-items-start gap-3">
      <Submit pending="Opening …">Manage subscription</Submit>
      <Problem>{state.problem}</Problem>
    </form>
  )
}

'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../../parts/problem.tsx'
import { Submit } from '../../../../../parts/submit.client.tsx'
import { Field } from '../field.tsx'
import { ReasonField } from '../reason-field.tsx'
import { giveBackPayment, type GiveBackState } from './actions.ts'

type Props = {
  readerId: string
  payment: string
  /** Of this form: sent twice, it gives back once. */
  form: string
  currency: string
  /** What is left of the payment, in minor units and as it is typed. */
  shown: number
  most: string
}

/** How much, why, and the one button that cannot be undone. */
export function GiveBackForm({ readerId, payment, form, currency, shown, most }: Props) {
  const start: GiveBackState = { problem: null, amount: most, why: '' }
  const [state, action] = useActionState(giveBackPayment, start)
  return (
    <form action={action} className="mt-6 grid max-w-xl gap-5">
      <input type="hidden" name="id" value={readerId} />
      <input type="hidden" name="payment" value={payment} />
      <input type="hidden" name="form" value={form} />
      <input type="hidden" name="currency" value={currency} />
      <input type="hidden" name="shown" value={shown} />
      <Field
        id="amount"
        label={`Amount in ${currency.toUpperCase()}`}
        hint={`At most ${most}, which is what is left of it.`}
      >
        <input
          id="amount"
          name="amount"
          inputMode="decimal"
          required
          maxLength={14}
          defaultValue={state.amount}
          aria-describedby="amount-hint"
          className="field max-w-40"
        />
      </Field>
      <ReasonField typed={state.why} />
      <Problem>{state.problem}</Problem>
      <div className="flex flex-wrap gap-3">
        <Submit pending="Asking Stripe …">Give back</Submit>
        <a href={`/newsroom/readers/${readerId}`} className="button button-quiet">
          Back, and change nothing
        </a>
      </div>
    </form>
  )
}

'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { redeem, type RedeemState } from './actions.ts'

type Props = {
  code: string
  /** Until when the reader has access already, in words; null: they have none that ends. */
  afterwards: string | null
  firstDay: string
  lastDay: string
}

/** When the months should begin, and the button that redeems them. */
export function RedeemForm({ code, afterwards, firstDay, lastDay }: Props) {
  const start: RedeemState = {
    problem: null,
    start: afterwards === null ? 'now' : 'afterwards',
    day: '',
  }
  const [state, action] = useActionState(redeem, start)
  return (
    <form action={action} className="grid gap-5">
      <input type="hidden" name="code" value={code} />
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold">When should it begin?</legend>
        <label className="flex items-baseline gap-3">
          <input type="radio" name="start" value="now" defaultChecked={state.start === 'now'} />
          <span>Now</span>
        </label>
        {afterwards && (
          <label className="flex items-baseline gap-3">
            <input
              type="radio"
              name="start"
              value="afterwards"
              defaultChecked={state.start === 'afterwards'}
            />
            <span>On {afterwards}, when what you have now ends</span>
          </label>
        )}
        <label className="flex flex-wrap items-baseline gap-3">
          <input type="radio" name="start" value="day" defaultChecked={state.start === 'day'} />
          <span>On a day:</span>
          <input
            type="date"
            name="day"
            defaultValue={state.day}
            min={firstDay}
            max={lastDay}
            aria-label="The day on which it begins"
            className="field w-auto"
          />
        </label>
      </fieldset>
      <Problem>{state.problem}</Problem>
      <Submit pending="Redeeming …" wide>
        Redeem the gift
      </Submit>
    </form>
  )
}

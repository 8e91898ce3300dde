'use client'

import { useActionState, type ReactNode } from 'react'
import type { Field, Typed } from '#lib/billing/gifts/order.ts'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { giveGift, type GiftState } from './actions.ts'

/** A length on offer, with its price and terms in words. */
export type Length = { months: number; label: string; price: string; terms: string }

type Props = { lengths: Length[]; giver: string; firstDay: string; lastDay: string }

/** For how long, from whom, to whom and when; then to Stripe's page. */
export function GiftForm({ lengths, giver, firstDay, lastDay }: Props) {
  const typed: Typed = {
    months: String(lengths[0]?.months ?? ''),
    giver,
    recipient: '',
    email: '',
    note: '',
    day: '',
  }
  const start: GiftState = { problem: null, problems: {}, typed }
  const [state, action] = useActionState(giveGift, start)
  const text = (name: Field) => ({
    id: name,
    name,
    defaultValue: state.typed[name],
    'aria-describedby': `${name}-problem`,
    'aria-invalid': state.problems[name] !== undefined,
    className: 'field',
  })
  return (
    <form action={action} className="grid gap-5">
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-semibold">How long</legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {lengths.map(({ months, label, price }, place) => (
            <label
              key={months}
              className="flex cursor-pointer items-baseline gap-3 border border-rule p-3 has-checked:border-ink has-checked:bg-panel has-focus-visible:outline-2"
            >
              <input
                type="radio"
                name="months"
                value={months}
                data-choice={place}
                defaultChecked={state.typed.months === String(months)}
              />
              <span>
                <strong className="block">{label}</strong> {price}
              </span>
            </label>
          ))}
        </div>
        <Problem>{state.problems.months ?? null}</Problem>
      </fieldset>
      <Labelled name="giver" label="From" problems={state.problems}>
        <input {...text('giver')} type="text" autoComplete="name" required maxLength={80} />
      </Labelled>
      <Labelled name="recipient" label="For (a name, if you like)" problems={state.problems}>
        <input {...text('recipient')} type="text" autoComplete="off" maxLength={80} />
      </Labelled>
      <Labelled
        name="email"
        label="Their e-mail address"
        hint="Leave it empty to get the link yourself and hand it over."
        problems={state.problems}
      >
        <input
          {...text('email')}
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
        />
      </Labelled>
      <Labelled
        name="day"
        label="Send it on"
        hint="In the morning of that day. Leave it empty to send it as soon as it is paid."
        problems={state.problems}
      >
        <input {...text('day')} type="date" min={firstDay} max={lastDay} />
      </Labelled>
      <Labelled name="note" label="A note (if you like)" problems={state.problems}>
        <textarea {...text('note')} rows={3} maxLength={500} />
      </Labelled>
      <Submit pending="Opening the payment page …" wide>
        Continue to payment
      </Submit>
      <Problem>{state.problem}</Problem>
      <div className="text-[0.9375rem] leading-snug text-soft">
        {lengths.map(({ months, terms }, place) => (
          <p key={months} data-of-choice={place}>
            By continuing you agree: {terms}
          </p>
        ))}
      </div>
    </form>
  )
}

type LabelledProps = {
  name: Field
  label: string
  hint?: string
  problems: GiftState['problems']
  children: ReactNode
}

function Labelled({ name, label, hint, problems, children }: LabelledProps) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={name} className="font-semibold">
        {label}
      </label>
      {children}
      {hint && <p className="text-[0.9375rem] text-soft">{hint}</p>}
      <Problem id={`${name}-problem`}>{problems[name] ?? null}</Problem>
    </div>
  )
}

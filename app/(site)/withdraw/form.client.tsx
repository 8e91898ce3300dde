'use client'

import { type ReactNode, useActionState } from 'react'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { takeStep, type WithdrawState } from './actions.ts'

type Props = {
  /** The personal link of a mail, or nothing. */
  link: string
  /** What is known of who is signed in. */
  known: { name: string; email: string }
  /** Whether the contract is found without a number: by the link, or by being signed in. */
  isFound: boolean
}

/** Both steps, in one form each: what is typed, and the statement that is confirmed. */
export function WithdrawForm({ link, known, isFound }: Props) {
  const [state, action] = useActionState(takeStep, {
    step: 'type',
    typed: { ...known, reference: '' },
    problem: null,
    statement: '',
  })
  return (
    <form action={action} className="grid gap-5">
      <input type="hidden" name="t" value={link} />
      {state.step === 'confirm' ? (
        <Confirm state={state} />
      ) : (
        <Type state={state} isFound={isFound} />
      )}
    </form>
  )
}

function Type({ state, isFound }: { state: WithdrawState; isFound: boolean }) {
  return (
    <>
      <Field name="name" label="Your name" state={state} autoComplete="name" />
      <Field name="email" label="E-mail address" state={state} autoComplete="email">
        The receipt is sent there.
      </Field>
      <Field
        name="reference"
        label={isFound ? 'Invoice number (optional)' : 'Invoice number, or what you bought'}
        state={state}
        autoComplete="off"
      >
        {isFound
          ? 'Leave it empty to withdraw from your newest contract.'
          : 'With the number of an invoice, and the address it was sent to, it takes effect at once. Otherwise we look for the contract and answer you.'}
      </Field>
      <Problem>{state.problem?.field === null ? state.problem.why : null}</Problem>
      <Submit pending="One moment …" wide>
        Continue
      </Submit>
    </>
  )
}

type FieldProps = {
  name: keyof WithdrawState['typed']
  label: string
  state: WithdrawState
  autoComplete: string
  children?: ReactNode
}

function Field({ name, label, state, autoComplete, children }: FieldProps) {
  const why = state.problem?.field === name ? state.problem.why : null
  return (
    <div className="grid gap-1.5">
      <label htmlFor={name} className="font-semibold">
        {label}
      </label>
      <input
        id={name}
        name={name}
        type={name === 'email' ? 'email' : 'text'}
        autoComplete={autoComplete}
        spellCheck={false}
        required={name !== 'reference'}
        maxLength={254}
        defaultValue={state.typed[name]}
        aria-describedby={`${name}-note ${name}-problem`}
        aria-invalid={why !== null}
        className="field"
      />
      <p id={`${name}-note`} className="text-[0.9375rem] text-soft empty:hidden">
        {children}
      </p>
      <Problem id={`${name}-problem`}>{why}</Problem>
    </div>
  )
}

function Confirm({ state }: { state: WithdrawState }) {
  const { name, email, reference } = state.typed
  return (
    <>
      {Object.entries({ name, email, reference }).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <input type="hidden" name="step" value="confirm" />
      <blockquote className="headline border-s-[3px] border-red ps-5 text-[1.625rem] leading-[1.25]">
        {state.statement}
      </blockquote>
      <p>
        <strong>{name}</strong>, <span className="wrap-anywhere">{email}</span>
      </p>
      <Submit pending="Sending your withdrawal …" wide>
        Confirm withdrawal
      </Submit>
      <button type="submit" name="back" value="yes" className="button button-quiet">
        Change something
      </button>
    </>
  )
}

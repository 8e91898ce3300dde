'use client'

import { createContext, type ReactNode, use, useActionState, useEffect, useRef } from 'react'
import { useFormStatus } from 'react-dom'
import type { WishFields } from '#lib/front/wish.ts'
import { changeFrontPage } from './actions.ts'
import { focusOf, type FrontState, start } from './state.ts'

type Desk = { edition: number; state: FrontState; action: (form: FormData) => void }

const DeskContext = createContext<Desk>({ edition: -1, state: start, action: () => {} })

/**
 * All forms of the page lead to one action, and what came of it is said once, here. `edition` is what the page shows: every
 * form sends it, so that nobody changes what they have not seen.
 */
export function FrontForms({ edition, children }: { edition: number; children: ReactNode }) {
  const [state, action] = useActionState(changeFrontPage, start)
  return (
    <DeskContext value={{ edition, state, action }}>
      <Outcome />
      {children}
    </DeskContext>
  )
}

/** What came of the last form; where somebody else was quicker, with the way to do it all the same. */
function Outcome() {
  const { state } = use(DeskContext)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.kind === 'refused' || state.kind === 'stale') box.current?.focus()
  }, [state])
  const colour = state.kind === 'done' ? 'border-good' : 'border-red'
  return (
    <div
      id="outcome"
      ref={box}
      tabIndex={-1}
      className={
        state.kind === 'none' ? '' : `mt-5 max-w-3xl border-s-[3px] bg-panel p-4 ${colour}`
      }
    >
      <output className="font-medium wrap-anywhere">
        {state.said}
        {state.kind === 'stale' && (
          <>
            {' Here is how it stands now. Your change was not made:'}
            <span className="mt-1 block font-normal">{state.wanted}</span>
          </>
        )}
      </output>
      {state.kind === 'stale' && state.fields && (
        <WishForm fields={state.fields} words={state.wanted} className="mt-3">
          <WishButton main>Make my change now</WishButton>
        </WishForm>
      )}
    </div>
  )
}

type WishProps = {
  fields: WishFields
  /** What it does, in words, as the page says afterwards: "move “Ports” up". */
  words: string
  className?: string
  children: ReactNode
}

/** A form that wants one thing. */
export function WishForm({ fields, words, className, children }: WishProps) {
  const { edition, action } = use(DeskContext)
  return (
    <form action={action} className={className}>
      <input type="hidden" name="edition" value={edition} />
      <input type="hidden" name="words" value={words} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}

/** What was typed into a form of this kind, when it was not done. */
export function useTyped(what: string): WishFields {
  const { fields } = use(DeskContext).state
  return fields?.do === what ? fields : {}
}

type ButtonProps = {
  children: ReactNode
  /** The form's fields, where the button is pressed several times in a row. */
  of?: WishFields
  /** There is nothing to do: the first cannot move up. */
  idle?: boolean
  /** What the page is there for. */
  main?: boolean
}

/**
 * The button of such a form. It is never disabled: that would take the focus from who moves something on by pressing it
 * again. Without a script the page is loaded anew, and the focus comes back to it by `autofocus`.
 */
export function WishButton({ children, of, idle = false, main = false }: ButtonProps) {
  const { pending } = useFormStatus()
  const { pressed } = use(DeskContext).state
  return (
    <button
      type="submit"
      aria-disabled={idle || pending || undefined}
      onClick={(event) => {
        if (idle || pending) event.preventDefault()
      }}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- back to where it was before the page was loaded anew
      autoFocus={of !== undefined && pressed === focusOf(of)}
      className={
        main
          ? 'button'
          : 'button button-quiet min-h-10 px-3.5 py-1 aria-disabled:border-rule aria-disabled:text-soft'
      }
    >
      {children}
    </button>
  )
}

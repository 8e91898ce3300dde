import type { ReactNode } from 'react'
import { Submit } from '../../../parts/submit.client.tsx'
import { emptyHistory, switchHistoryOff } from './actions.ts'

/** The two ways to end it, each asked once more before it is done. Open and closed without a script. */
export function Ending({ empty }: { empty: boolean }) {
  return (
    <div className="not-printed mt-10 grid gap-3 border-t border-rule pt-5">
      {!empty && (
        <Asked way="Delete all">
          <p>Everything in your history is deleted for good. What you open after that is noted.</p>
          <form action={emptyHistory}>
            <Submit pending="Deleting …">Yes, delete all</Submit>
          </form>
        </Asked>
      )}
      <Asked way="Turn it off">
        <p>Nothing more is noted, and everything in your history is deleted for good.</p>
        <form action={switchHistoryOff}>
          <Submit pending="Turning it off …">Yes, turn it off and delete all</Submit>
        </form>
      </Asked>
    </div>
  )
}

function Asked({ way, children }: { way: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="button button-quiet cursor-pointer list-none">{way}</summary>
      <div className="mt-3 grid gap-3 border-s-[3px] border-red ps-4">{children}</div>
    </details>
  )
}

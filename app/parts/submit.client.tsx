'use client'

import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'

type Props = { children: ReactNode; pending: string; quiet?: boolean; wide?: boolean }

/** The button of a form. While the form is on its way it says so, and cannot be pressed again. */
export function Submit({ children, pending, quiet = false, wide = false }: Props) {
  const status = useFormStatus()
  return (
    <button
      type="submit"
      disabled={status.pending}
      className={`button ${quiet ? 'button-quiet' : ''} ${wide ? 'w-full' : ''}`}
    >
      {status.pending ? pending : children}
    </button>
  )
}

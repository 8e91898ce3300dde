import type { ReactNode } from 'react'

/** A part of the account page under a heading of its own. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-12">
      <h2 className="border-t-[3px] border-ink pt-2 pb-4 text-lg font-bold">{title}</h2>
      {children}
    </section>
  )
}

import type { ReactNode } from 'react'

/** A page or list that has nothing to show, and says what can be done. */
export function Nothing({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="frame max-w-3xl py-20 sm:py-28">
      <h1 className="headline text-4xl sm:text-5xl">{title}</h1>
      <div className="mt-5 font-serif text-xl leading-snug text-soft">{children}</div>
    </div>
  )
}

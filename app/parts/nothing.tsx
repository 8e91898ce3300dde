import type { ReactNode } from 'react'

type Props = {
  /** What kind of page it is, where that is not plain from its title. */
  kicker?: string
  title: string
  children: ReactNode
}

/** A page or list that has nothing to show, and says what can be done. */
export function Nothing({ kicker, title, children }: Props) {
  return (
    <div className="frame max-w-3xl py-16 sm:py-24">
      {kicker !== undefined && <p className="mb-1.5 text-sm font-semibold text-accent">{kicker}</p>}
      <h1 className="headline text-4xl sm:text-5xl">{title}</h1>
      <div className="mt-5 font-serif text-xl leading-snug text-soft">{children}</div>
    </div>
  )
}

import type { ReactNode } from 'react'

/** A page with one thing to do on it. */
export function Narrow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="frame max-w-[36rem] py-14 sm:py-20">
      <h1 className="headline text-[2.375rem] sm:text-5xl">{title}</h1>
      <div className="mt-6 grid gap-5">{children}</div>
    </div>
  )
}

import type { ReactNode } from 'react'

/** A part of a reader's page, with a line of its own for when it is empty. */
export function Part(props: { title: string; empty: string; children: ReactNode[] | ReactNode }) {
  const { title, empty, children } = props
  const nothing = Array.isArray(children) && children.length === 0
  return (
    <section>
      <h2 className="border-t-2 border-ink pt-2 text-lg font-bold">{title}</h2>
      {nothing ? (
        <p className="mt-2 text-soft">{empty}</p>
      ) : (
        <ul className="ruled mt-1">{children}</ul>
      )}
    </section>
  )
}

/** One line of it: what, its state, and what is worth knowing beside it. */
export function Row(props: { head: ReactNode; side?: ReactNode; children?: ReactNode }) {
  return (
    <li className="py-3">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{props.head}</span>
        {props.side && <span className="tabular-nums">{props.side}</span>}
      </p>
      {props.children && <div className="text-[0.9375rem] text-soft">{props.children}</div>}
    </li>
  )
}

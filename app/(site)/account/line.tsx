import type { ReactNode } from 'react'

type Props = { head: string; action: { href: string; label: string }; children: ReactNode }

/** One thing of the account in a ruled list, and the way to it. */
export function Line({ head, action, children }: Props) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <span className="min-w-0">
        <span className="font-semibold">{head}</span>
        <span className="block text-[0.9375rem] text-soft">{children}</span>
      </span>
      {/* A plain link: the copy is a file and no page, which nothing may fetch in advance. */}
      <a href={action.href} className="button button-quiet">
        {action.label}
        <span className="sr-only">: {head}</span>
      </a>
    </li>
  )
}

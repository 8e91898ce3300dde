import type { ReactNode } from 'react'

/** One line about a payment and the one thing to do about it, on whatever page. */
export function BannerBar(props: {
  text: string
  href: string
  action: string
  hidden?: boolean
  children?: ReactNode
}) {
  const { text, href, action, hidden, children } = props
  return (
    <section
      hidden={hidden}
      // A script may have shown and filled a hidden one before React looks at it.
      suppressHydrationWarning={hidden}
      aria-label="About your subscription"
      className="not-printed border-y-[3px] border-red bg-panel text-ink"
    >
      <div className="frame flex flex-wrap items-center gap-x-5 gap-y-2 py-3">
        <p suppressHydrationWarning={hidden} className="min-w-0 flex-1 basis-72 font-medium">
          {text}
        </p>
        <span className="flex items-center gap-2">
          <a suppressHydrationWarning={hidden} href={href} className="button min-h-10 py-1.5">
            {action}
          </a>
          {children}
        </span>
      </div>
    </section>
  )
}

import { publication } from '#lib/publication.ts'

/** The lead line: a sounding line with its weight, which hangs from the head of the page. */
export function LeadLine({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 20 80" className={className} aria-hidden="true" focusable="false">
      <path d="M10 0v52" stroke="currentColor" strokeWidth="1.5" />
      <path
        d="M10 46c6.5 9.5 8.5 14 8.5 19.5a8.5 8.5 0 0 1-17 0c0-5.5 2-10 8.5-19.5z"
        fill="var(--red)"
      />
    </svg>
  )
}

/** The publication's name as it stands at the head of every page. */
export function Nameplate() {
  return (
    <a href="/" className="flex items-end gap-2 hover:no-underline sm:gap-3.5">
      <LeadLine className="h-12 w-auto shrink-0 self-start text-ink sm:h-[5.25rem]" />
      <span className="headline pb-1 text-[1.625rem] leading-none tracking-[-0.03em] whitespace-nowrap sm:pb-2.5 sm:text-[3.25rem]">
        {publication.name}
      </span>
    </a>
  )
}

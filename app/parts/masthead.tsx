import type { ReaderClass } from '#lib/access/level.ts'
import type { Shelf } from '#lib/articles/card.ts'
import { Nameplate } from './nameplate.tsx'
import { SkipLink } from './skip-link.tsx'

type Props = { sections: Shelf[]; readerClass: ReaderClass; current?: string }

/** The head of every page: the name, the ways in, the sections. It knows a class of reader, no person. */
export function Masthead({ sections, readerClass, current }: Props) {
  return (
    <header className="border-b border-rule">
      <SkipLink />
      <div className="frame flex flex-wrap items-end justify-between gap-x-3">
        <Nameplate />
        <Doors readerClass={readerClass} />
      </div>
      {sections.length > 0 && (
        <nav aria-label="Sections" className="frame">
          {/* What the focus comes to is scrolled into sight with room around it, and its ring stands inside. */}
          <ul className="-mx-2 flex scroll-px-12 overflow-x-auto text-[0.9375rem] font-medium [scrollbar-width:none]">
            {sections.map(({ slug, name }) => (
              <li key={slug}>
                <a
                  href={`/sections/${slug}`}
                  aria-current={current === slug ? 'page' : undefined}
                  className="block px-2 py-3 whitespace-nowrap -outline-offset-3 aria-[current=page]:font-bold aria-[current=page]:text-accent sm:pe-4"
                >
                  {name}
                </a>
              </li>
            ))}
            <li className="sm:hidden">
              <a href="/search" className="block px-2 py-3 -outline-offset-3">
                Search
              </a>
            </li>
          </ul>
        </nav>
      )}
    </header>
  )
}

function Doors({ readerClass }: { readerClass: ReaderClass }) {
  return (
    <nav
      aria-label="Your access"
      className="ms-auto flex items-center pb-1 text-[0.9375rem] font-medium whitespace-nowrap sm:gap-2 sm:pb-3"
    >
      <a href="/search" className="hidden px-2 py-2 sm:inline-block">
        Search
      </a>
      {readerClass === 'anonymous' ? (
        <a href="/sign-in" className="px-2 py-2">
          Sign in
        </a>
      ) : (
        <a href="/account" className="px-2 py-2">
          Account
        </a>
      )}
      {readerClass !== 'subscriber' && (
        <a
          href="/subscribe"
          className="button min-h-9 px-2.5 py-1 text-[0.9375rem] sm:min-h-10 sm:px-4"
        >
          Subscribe
        </a>
      )}
    </nav>
  )
}

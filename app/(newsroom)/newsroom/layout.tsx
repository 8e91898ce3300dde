import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { currentReader } from '#lib/auth/viewer.ts'
import { publication } from '#lib/publication.ts'
import { OwnBanner } from '../../parts/own-banner.tsx'
import { SkipLink } from '../../parts/skip-link.tsx'
import { roomsFor } from '../rooms.ts'

export const metadata: Metadata = {
  title: { default: 'Newsroom', template: '%s · Newsroom' },
  robots: { index: false },
}

/** Head and frame of the newsroom. It guards nothing: each page does. It leads nobody to what is not open to them. */
export default async function NewsroomLayout({ children }: { children: ReactNode }) {
  const role = (await currentReader())?.role ?? null
  return (
    <>
      <header className="bg-deep text-on-deep">
        <SkipLink />
        <div className="frame flex min-h-12 flex-wrap items-center gap-x-3 pt-2">
          <a href="/newsroom" className="me-auto font-serif text-xl font-semibold">
            {publication.name} <span className="font-sans text-sm font-medium">Newsroom</span>
          </a>
          <nav
            aria-label="Out of the newsroom"
            className="flex items-center gap-x-3 text-[0.9375rem] sm:gap-x-4"
          >
            <a href="/" className="py-2">
              To the site
            </a>
            <a href="/account" className="py-2">
              Account
            </a>
          </nav>
        </div>
        <nav
          aria-label="Newsroom"
          className="frame flex flex-wrap items-center gap-x-5 pb-1.5 font-medium"
        >
          {roomsFor(role).map(({ href, name }) => (
            <a key={href} href={href} className="py-2">
              {name}
            </a>
          ))}
        </nav>
      </header>
      <OwnBanner />
      <main id="content" className="frame py-8 sm:py-10">
        {children}
      </main>
    </>
  )
}

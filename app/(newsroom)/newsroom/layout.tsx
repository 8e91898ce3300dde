import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { currentReader } from '#lib/auth/viewer.ts'
import { publication } from '#lib/publication.ts'
import { OwnBanner } from '../../parts/own-banner.tsx'
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
        <div className="frame flex min-h-14 flex-wrap items-center gap-x-3 py-2 sm:gap-x-6">
          <a href="/newsroom" className="mr-auto font-serif text-xl font-semibold sm:mr-0">
            {publication.name} <span className="font-sans text-sm font-medium">Newsroom</span>
          </a>
          {/* On a phone the rooms have a line of their own. */}
          <nav
            aria-label="Newsroom"
            className="order-last flex w-full flex-wrap items-center gap-x-5 font-medium sm:order-none sm:w-auto sm:flex-1 sm:gap-x-4"
          >
            {roomsFor(role).map(({ href, name }) => (
              <a key={href} href={href} className="py-2">
                {name}
              </a>
            ))}
          </nav>
          <nav
            aria-label="Out of the newsroom"
            className="flex items-center gap-x-3 text-[0.9375rem] font-medium sm:gap-x-4 sm:text-base"
          >
            <a href="/" className="py-2">
              To the site
            </a>
            <a href="/account" className="py-2">
              Account
            </a>
          </nav>
        </div>
      </header>
      <OwnBanner />
      <main id="content" className="frame py-8 sm:py-10">
        {children}
      </main>
    </>
  )
}

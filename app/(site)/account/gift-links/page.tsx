import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { DAYS_OPEN, PER_MONTH } from '#lib/gift-links/allowance.ts'
import { ownGiftLinks } from '#lib/gift-links/own.ts'
import { formatDay } from '#lib/format.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { LinkLine } from './link-line.tsx'

export const metadata: Metadata = { title: 'Articles you gave', robots: { index: false } }

type Props = { searchParams: Promise<{ notice?: string | string[] }> }

const notices: Record<string, string> = {
  given: 'The link is made. Copy it from below and send it to whoever you like.',
  taken_back: 'The link is taken back. It opens nothing any more.',
}

/** The links of a giver: what is left, what was opened how often, and the way to take one back. */
export default async function OwnGiftLinksPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fgift-links')
  const { notice } = await searchParams
  const told =
    typeof notice === 'string' && Object.hasOwn(notices, notice) ? notices[notice] : undefined
  const { links, allowance, mayGive } = await ownGiftLinks(appDatabase(), reader.id, new Date())
  return (
    <div className="frame max-w-[42rem] py-10 sm:py-16">
      <p className="text-[0.9375rem]">
        <a href="/account" className="py-0.5 font-bold text-accent">
          Your account
        </a>
      </p>
      <h1 className="headline mt-2 text-[2.25rem] sm:text-5xl">Articles you gave</h1>
      {told !== undefined && (
        <output className="mt-6 block border-s-[3px] border-good bg-panel p-4 font-medium">
          {told}
        </output>
      )}
      <p className="mt-6 font-serif text-lg leading-snug">
        {mayGive ? (
          <>
            {allowance.left} of {PER_MONTH} are left this month; on {formatDay(allowance.renewsAt)}{' '}
            there are {PER_MONTH} again. A link is open for {DAYS_OPEN} days.
          </>
        ) : (
          <>
            Subscribers give away {PER_MONTH} articles a month. Your links are closed while no
            subscription of yours runs.
          </>
        )}
      </p>
      {links.length === 0 ? (
        <p className="mt-8 border-t-[3px] border-ink pt-4 font-serif text-lg text-soft">
          You have not given any away yet. “Give this article” stands below the headline of every
          article that is for subscribers.
        </p>
      ) : (
        <ul className="ruled mt-8 border-t-[3px] border-ink">
          {links.map((link) => (
            <LinkLine key={link.id} link={link} siteUrl={environment().siteUrl} />
          ))}
        </ul>
      )}
    </div>
  )
}

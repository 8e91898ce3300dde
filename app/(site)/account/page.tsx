import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { GiftLinks } from './gift-links.tsx'
import { PrivateFeed } from './private-feed.tsx'
import { SignedIn } from './signed-in.tsx'
import { Subscription } from './subscription.tsx'
import { YourData } from './your-data.tsx'
import { YourReading } from './your-reading.tsx'

export const metadata: Metadata = { title: 'Your account', robots: { index: false } }

type Props = { searchParams: Promise<{ notice?: string | string[] }> }

export default async function AccountPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount')
  const { notice } = await searchParams
  const now = new Date()
  return (
    <div className="frame max-w-[52rem] py-10 sm:py-16">
      <h1 className="headline text-[2.625rem] sm:text-6xl">Your account</h1>
      <p className="mt-3 wrap-anywhere text-soft">{reader.email}</p>
      <Subscription reader={reader} now={now} notice={typeof notice === 'string' ? notice : null} />
      <SignedIn reader={reader} now={now} />
      <YourReading reader={reader} />
      <GiftLinks reader={reader} now={now} />
      <PrivateFeed reader={reader} now={now} />
      <YourData reader={reader} />
    </div>
  )
}

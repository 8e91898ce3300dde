import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { ownGifts } from '#lib/billing/gifts/own.ts'
import { syncReader } from '#lib/billing/reader.ts'
import { MINUTE } from '#lib/clock.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { lookOf, NotConfirmed } from '../../../parts/not-confirmed.tsx'

export const metadata: Metadata = { title: 'Your gift', robots: { index: false } }

type Props = { searchParams: Promise<{ look?: string | string[] }> }

/**
 * Where Stripe sends somebody back to who paid for a gift. It asks Stripe about this reader alone; what
 * the address says only counts how often it asked by itself, which ends after a minute.
 */
export default async function GiftReturnPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Fgift')
  const { now, ...billing } = interactiveBilling()
  await syncReader(billingDatabase(), reader.id, { ...billing, now })
  const [newest] = await ownGifts(appDatabase(), reader.id)
  const isJustPaid = newest && now.getTime() - newest.paidAt.getTime() < 10 * MINUTE
  if (!isJustPaid)
    return (
      <NotConfirmed
        path="/gift/return"
        look={lookOf((await searchParams).look)}
        waiting="We are waiting for the confirmation of your payment. This page looks again every few seconds; you may also close it, and find your gift on the gift page."
        ended="Your payment is not confirmed yet. Some banks take longer. You need not wait here: as soon as it is confirmed, the gift is on the gift page, and a mail tells you. If you did not pay, nothing was charged."
      >
        <a href="/gift" className="button button-quiet">
          Your gifts
        </a>
      </NotConfirmed>
    )
  return (
    <Narrow title="Thank you">
      <p className="font-serif text-lg leading-snug">
        Your gift of {newest.months} months is paid.{' '}
        {newest.recipientEmail === null
          ? 'Its link is on the gift page, and in a mail to you in a moment.'
          : 'You get a mail when it is sent. Should it be lost, its link is on the gift page.'}
      </p>
      <p>
        <a href="/gift" className="button">
          Your gifts
        </a>
      </p>
    </Narrow>
  )
}

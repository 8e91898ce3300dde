import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { ownGifts } from '#lib/billing/gifts/own.ts'
import { syncReader } from '#lib/billing/reader.ts'
import { MINUTE } from '#lib/clock.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'

export const metadata: Metadata = { title: 'Your gift', robots: { index: false } }

/** Seconds until the page asks again, by itself, while a payment is not confirmed. */
const AGAIN = 4

/** Where Stripe sends somebody back to who paid for a gift. It asks Stripe about this reader alone. */
export default async function GiftReturnPage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Fgift')
  const { now, ...billing } = interactiveBilling()
  await syncReader(billingDatabase(), reader.id, { ...billing, now })
  const [newest] = await ownGifts(appDatabase(), reader.id)
  const isJustPaid = newest && now.getTime() - newest.paidAt.getTime() < 10 * MINUTE
  if (!isJustPaid)
    return (
      <Narrow title="One moment">
        <meta httpEquiv="refresh" content={String(AGAIN)} />
        <output className="block font-serif text-lg leading-snug">
          We are waiting for the confirmation of your payment. This page looks again every few
          seconds; you may also close it, and find your gift on the gift page.
        </output>
        <p>
          <a href="/gift" className="button button-quiet">
            Your gifts
          </a>
        </p>
      </Narrow>
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

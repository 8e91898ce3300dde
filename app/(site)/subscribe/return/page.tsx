import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { syncReader, whereSubscribingBegan } from '#lib/billing/reader.ts'
import { explainToReader } from '#lib/access/explain.ts'
import { formatDay } from '#lib/publication.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'

export const metadata: Metadata = { title: 'Your subscription', robots: { index: false } }

/** Seconds until the page asks again, by itself, while a payment is not confirmed. */
const AGAIN = 4

/**
 * Where Stripe sends a buyer back to. It believes nothing in the address: it asks Stripe about the
 * signed-in reader's own customer, so it unlocks even if the webhook never comes.
 */
export default async function ReturnPage() {
  const reader = await currentReader()
  if (!reader) return <SignedOut />
  const sync = await syncReader(billingDatabase(), reader.id, interactiveBilling())
  if (sync.kind === 'synced' && sync.decision.granted)
    redirect(safeReturnPath(await whereSubscribingBegan(appDatabase(), reader.id)))
  return (
    <Narrow title="One moment">
      <meta httpEquiv="refresh" content={String(AGAIN)} />
      <output className="block font-serif text-lg leading-snug">
        {sync.kind === 'synced' && sync.decision.reason !== 'no_subscription'
          ? explainToReader(sync.decision, formatDay)
          : 'We are waiting for the confirmation of your payment. This page looks again every few seconds; you may also close it, and everything opens as soon as the confirmation is here.'}
      </output>
      <p className="flex flex-wrap gap-3">
        <a href="/subscribe/return" className="button">
          Look again
        </a>
        <a href="/account" className="button button-quiet">
          Your account
        </a>
      </p>
    </Narrow>
  )
}

function SignedOut() {
  return (
    <Narrow title="Thank you">
      <p className="font-serif text-lg leading-snug">
        If you have paid, your subscription is waiting for you: sign in with the address you used
        when you set out to subscribe, and everything is open.
      </p>
      <p>
        <a href="/sign-in?to=%2Faccount" className="button">
          Sign in
        </a>
      </p>
    </Narrow>
  )
}

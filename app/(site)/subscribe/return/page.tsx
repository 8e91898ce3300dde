import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { syncReader, whereSubscribingBegan } from '#lib/billing/reader.ts'
import { explainToReader } from '#lib/access/explain.ts'
import { formatDay } from '#lib/format.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { lookOf, NotConfirmed } from '../../../parts/not-confirmed.tsx'
import { mayReadAgain } from '../../account/own-turn.ts'

export const metadata: Metadata = { title: 'Your subscription', robots: { index: false } }

type Props = { searchParams: Promise<{ look?: string | string[] }> }

/**
 * Where Stripe sends a buyer back to. It believes nothing in the address: it asks Stripe about the
 * signed-in reader's own customer, so it unlocks even if the webhook never comes. What the address says
 * only counts how often it asked by itself, which ends after a minute.
 */
export default async function ReturnPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) return <SignedOut />
  const sync = (await mayReadAgain(reader.id))
    ? await syncReader(billingDatabase(), reader.id, interactiveBilling())
    : ({ kind: 'unavailable' } as const)
  if (sync.kind === 'synced' && sync.decision.granted)
    redirect(safeReturnPath(await whereSubscribingBegan(appDatabase(), reader.id)))
  const known =
    sync.kind === 'synced' && sync.decision.reason !== 'no_subscription'
      ? explainToReader(sync.decision, formatDay)
      : null
  return (
    <NotConfirmed
      path="/subscribe/return"
      look={lookOf((await searchParams).look)}
      waiting={
        known ??
        'We are waiting for the confirmation of your payment. This page looks again every few seconds; you may also close it, and everything opens as soon as the confirmation is here.'
      }
      ended={
        known ??
        'Your payment is not confirmed yet. Some banks take longer. You need not wait here: everything opens as soon as it is confirmed, and a mail tells you. If you did not pay, nothing was charged.'
      }
    >
      <a href="/account" className="button button-quiet">
        Your account
      </a>
    </NotConfirmed>
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

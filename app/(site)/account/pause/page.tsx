import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { formatDay } from '#lib/format.ts'
import { ownAccount } from '#lib/readers/own-account.ts'
import { appDatabase } from '#lib/runtime.ts'
import { PauseForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Pause subscription', robots: { index: false } }

export default async function PausePage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fpause')
  const { actions, subscription } = await ownAccount(appDatabase(), reader.id, new Date())
  if (!actions.includes('pause') || !subscription?.nextPayment) redirect('/account')
  const { at } = subscription.nextPayment
  return (
    <div className="frame max-w-[36rem] py-8 sm:py-16">
      <h1 className="headline text-[2.125rem] sm:text-5xl">Pause subscription</h1>
      <p className="mt-3 font-serif text-lg leading-snug">
        You have paid until {formatDay(at)}, and can read everything until then. The pause begins on
        that day: nothing is charged, and what is for subscribers is closed to you.
      </p>
      <p className="mt-3 font-serif text-lg leading-snug">
        It ends by itself, and your next payment
        {subscription.price && ` (${subscription.price})`} is taken then. You can resume sooner, or
        cancel, at any time.
      </p>
      <PauseForm />
    </div>
  )
}

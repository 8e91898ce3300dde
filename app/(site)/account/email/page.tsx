import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { EmailForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Change your address', robots: { index: false } }

export default async function EmailPage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Femail')
  return (
    <Narrow title="Change your address">
      <p className="font-serif text-lg leading-snug">
        You sign in with <strong className="wrap-anywhere">{reader.email}</strong> now. We send a
        link to the new address, to see that its mail reaches you.
      </p>
      <EmailForm current={reader.email} />
      <p className="text-[0.9375rem] text-soft">
        When you confirm it, you are signed out everywhere else, and your invoices are sent to the
        new address.{' '}
        <a href="/account" className="whitespace-nowrap text-ink underline">
          Back to your account
        </a>
      </p>
    </Narrow>
  )
}

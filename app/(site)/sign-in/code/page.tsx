import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CHALLENGE_MINUTES } from '#lib/auth/challenge.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { CodeForm } from '../forms.client.tsx'
import { readPending } from '../pending-cookie.ts'

export const metadata: Metadata = { title: 'Enter your code', robots: { index: false } }

export default async function CodePage() {
  const email = await readPending()
  if (email === null) redirect('/sign-in')
  return (
    <Narrow title="Look in your mail">
      <p className="font-serif text-lg leading-snug">
        We have sent a code to <strong className="wrap-anywhere">{email}</strong>. Enter it here, or
        open the link in the mail. Both are good for {CHALLENGE_MINUTES} minutes.
      </p>
      <CodeForm />
      <p className="text-[0.9375rem] text-soft">
        Nothing there? Look among the unwanted mail, or{' '}
        <a href="/sign-in" className="text-ink underline">
          ask again
        </a>
        , perhaps with another address.
      </p>
    </Narrow>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { newsletters } from '#lib/newsletter-list.ts'
import { choiceOfReader } from '#lib/newsletters/choose.ts'
import { newsletterConsent } from '#lib/newsletters/consent.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { NewsletterChoices } from '../../../parts/newsletter-choices.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { ChoiceSaid } from '../../newsletters/said.tsx'
import { saveOwnNewsletters } from './actions.ts'

export const metadata: Metadata = { title: 'Your newsletters', robots: { index: false } }

type Props = { searchParams: Promise<{ did?: string | string[] }> }

export default async function OwnNewslettersPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fnewsletters')
  const received = await choiceOfReader(appDatabase(), reader.email)
  return (
    <Narrow title="Your newsletters">
      <p className="font-serif text-lg leading-snug">
        We send them to <strong className="wrap-anywhere">{reader.email}</strong>, the address of
        your account.
      </p>
      <ChoiceSaid did={(await searchParams).did} />
      <form action={saveOwnNewsletters} className="grid gap-5">
        <NewsletterChoices letters={newsletters} chosen={received} />
        <Submit pending="Saving …" wide>
          Save
        </Submit>
        <p className="text-[0.9375rem] leading-snug text-soft">
          By saving you say: “{newsletterConsent.text}”{' '}
          <a href="/account" className="whitespace-nowrap text-ink underline">
            Back to your account
          </a>
        </p>
      </form>
    </Narrow>
  )
}

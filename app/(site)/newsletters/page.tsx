import type { Metadata } from 'next'
import { currentReader } from '#lib/auth/viewer.ts'
import { newsletters } from '#lib/newsletter-list.ts'
import { newsletterConsent } from '#lib/newsletters/consent.ts'
import { sampleLetter } from '#lib/newsletters/sample.ts'
import { publication } from '#lib/publication.ts'
import { publicDatabase } from '#lib/runtime.ts'
import { SignUpForm } from './form.client.tsx'
import { SampleLetter } from './sample.tsx'

export const metadata: Metadata = {
  title: 'Newsletters',
  description: `The newsletters of ${publication.name}: what comes when, and how to get them.`,
  alternates: { canonical: '/newsletters' },
}

type Props = { searchParams: Promise<{ pick?: string | string[] }> }

export default async function NewslettersPage({ searchParams }: Props) {
  const { pick } = await searchParams
  const [reader, stories] = await Promise.all([currentReader(), sampleLetter(publicDatabase())])
  const [first] = newsletters
  return (
    <div className="frame grid gap-x-16 gap-y-12 py-9 sm:py-16 lg:grid-cols-[1.15fr_1fr] lg:items-start">
      <div className="max-w-2xl">
        <h1 className="headline text-[2.625rem] sm:text-6xl">Newsletters</h1>
        <p className="mt-4 mb-7 font-serif text-xl leading-snug text-soft sm:text-[1.375rem]">
          What we publish, by mail, at an hour you can rely on. They cost nothing, and each ends
          with one click.
        </p>
        <SignUpForm
          letters={newsletters}
          email={reader?.email ?? ''}
          picked={typeof pick === 'string' ? [pick] : []}
          consent={newsletterConsent.text}
        />
      </div>
      {first && stories.length > 0 && <SampleLetter name={first.name} stories={stories} />}
    </div>
  )
}

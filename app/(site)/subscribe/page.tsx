import type { Metadata } from 'next'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { mainPlan } from '#lib/plans.ts'
import { formatMoney, publication } from '#lib/publication.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { appDatabase } from '#lib/runtime.ts'
import { SubscribeForm } from './form.client.tsx'

export const metadata: Metadata = {
  title: 'Subscribe',
  description: `Read every article of ${publication.name} to its end, for ${mainPlan.label}.`,
  alternates: { canonical: '/subscribe' },
}

type Props = { searchParams: Promise<{ from?: string | string[] }> }

export default async function SubscribePage({ searchParams }: Props) {
  const { from: asked } = await searchParams
  const from = safeReturnPath(typeof asked === 'string' ? asked : null)
  const reader = await currentReader()
  const standing = reader ? await readerStanding(appDatabase(), reader.id, new Date()) : null
  return (
    <div className="frame grid gap-x-16 gap-y-7 py-9 sm:py-16 lg:grid-cols-[1.15fr_1fr] lg:grid-rows-[auto_1fr] lg:items-start">
      <div>
        <h1 className="headline text-[2.625rem] sm:text-6xl">Read to the end</h1>
        <p className="mt-4 max-w-xl font-serif text-xl leading-snug text-soft sm:text-[1.375rem]">
          {publication.description}
        </p>
      </div>
      <section
        aria-labelledby="offer"
        className="border-y-[3px] border-ink bg-panel p-6 sm:p-9 lg:row-span-2"
      >
        {standing?.decision.granted ? (
          <Subscribed sentence={standing.sentence} from={from} />
        ) : (
          <Offer from={from} email={reader?.email ?? null} />
        )}
      </section>
      <ul className="ruled max-w-xl border-y border-rule font-serif text-lg">
        <li className="py-3">Every article to its last line, and the whole archive.</li>
        <li className="py-3">Cancel on your account page; you read on until the month is over.</li>
        <li className="py-3">No contract and no advertisements; a receipt for every payment.</li>
      </ul>
    </div>
  )
}

function Offer({ from, email }: { from: string; email: string | null }) {
  const price = formatMoney(mainPlan.amount, mainPlan.currency).replace(/\.00$/, '')
  return (
    <>
      <h2 id="offer" className="text-lg font-bold">
        Monthly subscription
      </h2>
      <p className="mt-1 flex items-baseline gap-2">
        <span className="headline text-6xl">{price}</span>
        <span className="text-lg">a month, in US dollars</span>
      </p>
      <p className="mt-3 mb-6 text-soft">
        Renews each month until you cancel. Payment is by card, on Stripe’s page; we never see the
        number.
      </p>
      <SubscribeForm
        from={from}
        label={email === null ? `Subscribe for ${mainPlan.label}` : 'Continue to payment'}
      />
      <p className="mt-4 text-[0.9375rem] text-soft">
        {email === null ? (
          <>
            You sign in first, with your e-mail address and no password. Already a subscriber?{' '}
            <a
              href={`/sign-in?${new URLSearchParams({ to: from })}`}
              className="font-semibold whitespace-nowrap text-ink underline"
            >
              Sign in
            </a>
          </>
        ) : (
          <>
            Signed in as <strong className="break-words text-ink">{email}</strong>.
          </>
        )}
      </p>
    </>
  )
}

function Subscribed({ sentence, from }: { sentence: string; from: string }) {
  return (
    <>
      <h2 id="offer" className="headline text-3xl">
        Everything is open to you
      </h2>
      <p className="mt-3 font-serif text-lg leading-snug">{sentence}</p>
      <p className="mt-6 flex flex-wrap gap-3">
        <a href={from} className="button">
          {from === '/' ? 'Go on reading' : 'Back to the article'}
        </a>
        <a href="/account" className="button button-quiet">
          Your account
        </a>
      </p>
    </>
  )
}

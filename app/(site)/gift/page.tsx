import type { Metadata } from 'next'
import { currentReader } from '#lib/auth/viewer.ts'
import { ownGifts } from '#lib/billing/gifts/own.ts'
import { giftTerms, monthsInWords } from '#lib/billing/gifts/terms.ts'
import { DAY, later } from '#lib/clock.ts'
import { giftOffers } from '#lib/plans.ts'
import { formatMoney } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { GiftForm } from './form.client.tsx'
import { OwnGifts } from './own-gifts.tsx'

export const metadata: Metadata = {
  title: 'Give a subscription',
  description: `Give somebody months of ${publication.name}: paid once, nothing renews.`,
  alternates: { canonical: '/gift' },
}

export default async function GiftPage() {
  const reader = await currentReader()
  const now = new Date()
  const gifts = reader ? await ownGifts(appDatabase(), reader.id) : []
  const lengths = giftOffers.map((offer) => ({
    months: offer.months,
    label: capital(monthsInWords(offer.months)),
    price: formatMoney(offer.amount, offer.currency),
    terms: giftTerms(offer).text,
  }))
  return (
    <div className="frame grid gap-x-16 gap-y-8 py-9 sm:py-16 lg:grid-cols-[1fr_1.15fr] lg:items-start">
      <div>
        <h1 className="headline text-[2.625rem] sm:text-6xl">Give a subscription</h1>
        <p className="mt-4 max-w-xl font-serif text-xl leading-snug text-soft sm:text-[1.375rem]">
          Months of every article to its end, for somebody you think of. Paid once; nothing renews,
          and nobody has to enter a card to accept it.
        </p>
        <p className="mt-6 text-soft">
          Somebody gave you a code?{' '}
          <a href="/gift/redeem" className="font-semibold text-ink underline">
            Redeem it
          </a>
        </p>
        {gifts.length > 0 && <OwnGifts gifts={gifts} site={environment().siteUrl} />}
      </div>
      <section className="border-y-[3px] border-ink bg-panel p-6 sm:p-9">
        {reader ? (
          <GiftForm
            lengths={lengths}
            giver={reader.name ?? ''}
            firstDay={now.toISOString().slice(0, 10)}
            lastDay={later(now, 365 * DAY)
              .toISOString()
              .slice(0, 10)}
          />
        ) : (
          <SignInFirst lengths={lengths} />
        )}
      </section>
    </div>
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

function SignInFirst({ lengths }: { lengths: { label: string; price: string }[] }) {
  return (
    <>
      <ul className="ruled border-y border-rule font-serif text-lg">
        {lengths.map(({ label, price }) => (
          <li key={label} className="flex justify-between gap-4 py-3">
            <span>{label}</span>
            <strong>{price}</strong>
          </li>
        ))}
      </ul>
      <p className="mt-6">
        <a href="/sign-in?to=%2Fgift" className="button w-full">
          Sign in to give
        </a>
      </p>
      <p className="mt-4 text-[0.9375rem] text-soft">
        With your e-mail address and no password, so that you find your gifts again.
      </p>
    </>
  )
}

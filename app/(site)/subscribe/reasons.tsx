import type { ReactNode } from 'react'
import { publication } from '#lib/publication.ts'
import { WITHDRAWAL_DAYS } from '#lib/withdrawal-period.ts'

/** What one gets, in a few lines, and what one came from. */
export function Gains({ article }: { article: { slug: string; headline: string } | null }) {
  return (
    <div>
      <h1 className="headline text-[2.125rem] sm:text-6xl">Read to the end</h1>
      {article ? (
        <p className="mt-1 truncate font-serif text-[1.0625rem] leading-snug text-soft sm:mt-4 sm:text-[1.375rem]">
          And then back to{' '}
          <a href={`/articles/${article.slug}`} className="text-ink underline">
            {article.headline}
          </a>
        </p>
      ) : (
        <p className="mt-4 hidden max-w-xl font-serif text-[1.375rem] leading-snug text-soft sm:block">
          {publication.description}
        </p>
      )}
      <ul className="mt-2.5 grid max-w-xl gap-0.5 font-serif text-[1.0625rem] leading-snug sm:mt-7 sm:gap-3 sm:text-xl">
        {gains.map((gain) => (
          <li key={gain} className="relative ps-5 sm:ps-7">
            {/* The bob of the plumb line. */}
            <span
              aria-hidden="true"
              className="absolute top-[0.5em] start-0 rounded-full border-[5px] border-red"
            />
            {gain}
          </li>
        ))}
      </ul>
    </div>
  )
}

const gains = [
  'Every article to its last line, and the archive',
  'No advertisements; whole texts in your feeds',
  'It pays for the next report',
]

/** What some want to know before they pay: below the offer on a phone. */
export function Questions() {
  return (
    <dl className="ruled max-w-xl border-y border-rule">
      <Question asked="How do I cancel?">
        On your <a href="/account">account page</a>, in two clicks, at any time. You read on until
        the time you have paid for is over, and nothing more is charged.
      </Question>
      <Question asked="What if I change my mind?">
        For {WITHDRAWAL_DAYS} days you can <a href="/withdraw">withdraw</a>, without a reason, and
        get back everything you paid.
      </Question>
      <Question asked="How do I pay?">
        By card, on Stripe’s page; we never see the number. A promotion code, a business name and a
        tax number can be given there, and there is a receipt for every payment.
      </Question>
      <Question asked="Is it for somebody else?">
        Then <a href="/gift">give a subscription</a>: it ends by itself.
      </Question>
    </dl>
  )
}

function Question({ asked, children }: { asked: string; children: ReactNode }) {
  return (
    <div className="py-3.5">
      <dt className="font-bold">{asked}</dt>
      <dd className="mt-0.5 font-serif text-lg leading-snug [&_a]:underline">{children}</dd>
    </div>
  )
}

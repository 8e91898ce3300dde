import type { Metadata } from 'next'
import { readArticleHead } from '#lib/articles/head.ts'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { plansOnOffer, type ShownPlan } from '#lib/billing/plans-on-offer.ts'
import { plans as allPlans } from '#lib/plans.ts'
import { publication } from '#lib/publication.ts'
import { ownAccount } from '#lib/readers/own-account.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { Problem } from '../../parts/problem.tsx'
import { SubscribeForm } from './form.tsx'
import { Gains, Questions } from './reasons.tsx'

export const metadata: Metadata = {
  title: 'Subscribe',
  description: `Read every article of ${publication.name} to its end, for ${allPlans.map(({ label }) => label).join(' or ')}.`,
  alternates: { canonical: '/subscribe' },
}

type Query = Record<'from' | 'plan' | 'again', string | string[] | undefined>
type Props = { searchParams: Promise<Partial<Query>> }

const single = (value: string | string[] | undefined) => (typeof value === 'string' ? value : null)

export default async function SubscribePage({ searchParams }: Props) {
  const query = await searchParams
  const from = safeReturnPath(single(query.from))
  const reader = await currentReader()
  const [, slug = ''] = /^\/articles\/([a-z0-9-]{1,100})(?=[?#]|$)/.exec(from) ?? []
  const [standing, has, plans, article] = await Promise.all([
    reader ? readerStanding(appDatabase(), reader.id, new Date()) : null,
    reader ? ownAccount(appDatabase(), reader.id, new Date()) : null,
    plansOnOffer(appDatabase(), reader?.id ?? null, interactiveBilling()),
    slug === '' ? null : readArticleHead(publicDatabase(), slug),
  ])
  return (
    <div className="frame grid gap-x-16 gap-y-4 py-4 sm:gap-y-7 sm:py-16 lg:grid-cols-[1.15fr_1fr] lg:grid-rows-[auto_1fr] lg:items-start">
      <Gains article={article} />
      <section
        aria-labelledby="offer"
        className="border-y-[3px] border-ink bg-panel px-4 py-3 sm:p-9 lg:row-span-2"
      >
        {standing && has?.subscription?.over === false ? (
          <Subscribed
            granted={standing.decision.granted}
            sentence={standing.sentence}
            from={from}
          />
        ) : (
          <Offer
            plans={plans}
            asked={single(query.plan)}
            again={single(query.again)}
            already={standing?.decision.granted ? standing.sentence : null}
            from={from}
            email={reader?.email ?? null}
          />
        )}
      </section>
      <Questions />
    </div>
  )
}

/** What led nowhere, as `actions.ts` says it in the address. */
const problems = new Map([
  ['limited', 'That was tried very often. Please wait a few minutes and try again.'],
  ['plan', 'Please choose one of the plans.'],
  [
    'unavailable',
    'We cannot reach our payment provider just now. Nothing was charged; please try again in a moment.',
  ],
])

type OfferProps = {
  plans: ShownPlan[]
  asked: string | null
  again: string | null
  already: string | null
  from: string
  email: string | null
}

function Offer({ plans, asked, again, already, from, email }: OfferProps) {
  const problem = problems.get(again ?? '')
  const chosen = plans.find(({ id }) => id === asked) ?? plans[0]
  return (
    <>
      <h2 id="offer" className="sr-only">
        What it costs
      </h2>
      {already && (
        <p className="mb-5 border-s-[3px] border-ink ps-3">
          {already} You can subscribe now all the same; it begins at once.
        </p>
      )}
      {again === 'terms' && (
        <output className="mb-5 block border-s-[3px] border-ink ps-3 font-medium">
          The offer has changed since you opened the page, or another one is meant for you. Nothing
          was charged. Please read what you agree to once more.
        </output>
      )}
      {problem !== undefined && (
        <div className="mb-5">
          <Problem>{problem}</Problem>
        </div>
      )}
      {chosen ? (
        <SubscribeForm plans={plans} chosen={chosen.id} from={from} signedIn={email !== null} />
      ) : (
        <p className="font-serif text-lg leading-snug">
          Subscriptions cannot be bought just now. We have been told and are looking into it.
        </p>
      )}
      <p className="mt-3 border-t border-rule pt-3 text-[0.9375rem] leading-snug text-soft sm:mt-5 sm:pt-4">
        {email === null ? (
          <>
            Signing in takes your e-mail address and no password. Already a subscriber?{' '}
            <a
              href={`/sign-in?${new URLSearchParams({ to: from })}`}
              className="font-semibold whitespace-nowrap text-ink underline"
            >
              Sign in
            </a>
          </>
        ) : (
          <>
            Signed in as <strong className="wrap-anywhere text-ink">{email}</strong>.
          </>
        )}
      </p>
    </>
  )
}

function Subscribed(props: { granted: boolean; sentence: string; from: string }) {
  const { granted, sentence, from } = props
  return (
    <>
      <h2 id="offer" className="headline text-3xl">
        {granted ? 'Everything is open to you' : 'You have a subscription already'}
      </h2>
      <p className="mt-3 font-serif text-lg leading-snug">{sentence}</p>
      <p className="mt-6 flex flex-wrap gap-3">
        {granted && (
          <a href={from} className="button">
            {from === '/' ? 'Go on reading' : 'Back to the article'}
          </a>
        )}
        <a href="/account" className={granted ? 'button button-quiet' : 'button'}>
          Your account
        </a>
      </p>
    </>
  )
}

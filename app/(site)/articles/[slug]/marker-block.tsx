import type { ReaderClass } from '#lib/access/level.ts'
import type { ArticlePage } from '#lib/articles/read.ts'
import { PAYWALL_CLASS } from '#lib/articles/structured-data.ts'
import { mainPlan, plans } from '#lib/plans.ts'
import { Mark } from '../../../parts/nameplate.tsx'

const annual = plans.find(({ interval }) => interval === 'year')

type Props = { article: ArticlePage; readerClass: ReaderClass }

/** What stands at the cut: an invitation, the price, and the way in for those who have one. */
export function MarkerBlock({ article, readerClass }: Props) {
  const here = encodeURIComponent(`/articles/${article.slug}#read-on`)
  return (
    <aside
      id="subscribe-to-read-on"
      aria-labelledby="marker-title"
      className={`${PAYWALL_CLASS} not-printed mx-auto mt-4 max-w-[38rem]`}
    >
      <Mark className="mx-auto h-24 w-auto text-ink" />
      <div className="mt-3 border-y-[3px] border-ink bg-panel px-5 py-8 text-center sm:px-10">
        {article.accessLevel === 'registered' ? (
          <Registered here={here} />
        ) : (
          <Subscribers here={here} readerClass={readerClass} />
        )}
      </div>
    </aside>
  )
}

function Subscribers({ here, readerClass }: { here: string; readerClass: ReaderClass }) {
  return (
    <>
      <h2 id="marker-title" className="headline text-[1.75rem] sm:text-[2.125rem]">
        This is as far as the free part goes
      </h2>
      <p className="mx-auto mt-3 max-w-md font-serif text-lg leading-snug">
        Subscribers read this article to its end, and every other one. It costs {mainPlan.label}
        {annual && ` or ${annual.label}`}, you can cancel whenever you like, and it pays for the
        next report.
      </p>
      <p className="mt-6">
        <a href={`/subscribe?from=${here}`} className="button px-7 text-[1.0625rem]">
          Subscribe for {mainPlan.label}
        </a>
      </p>
      <p className="mt-4 text-[0.9375rem]">
        {readerClass === 'anonymous' ? (
          <>
            Already a subscriber?{' '}
            <a href={`/sign-in?to=${here}`} className="font-semibold underline">
              Sign in
            </a>
          </>
        ) : (
          <>
            You are signed in, without a subscription that runs.{' '}
            <a href="/account" className="font-semibold underline">
              See your account
            </a>
          </>
        )}
      </p>
    </>
  )
}

function Registered({ here }: { here: string }) {
  return (
    <>
      <h2 id="marker-title" className="headline text-[1.75rem] sm:text-[2.125rem]">
        Sign in to read on
      </h2>
      <p className="mx-auto mt-3 max-w-md font-serif text-lg leading-snug">
        This article is free for everybody with an account. An e-mail address is all it takes; there
        is no password.
      </p>
      <p className="mt-6">
        <a href={`/sign-in?to=${here}`} className="button px-7 text-[1.0625rem]">
          Sign in or create an account
        </a>
      </p>
    </>
  )
}

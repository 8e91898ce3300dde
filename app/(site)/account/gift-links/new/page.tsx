import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { DAYS_OPEN, PER_MONTH } from '#lib/gift-links/allowance.ts'
import { type Giving, readGiving } from '#lib/gift-links/give.ts'
import { formatDay } from '#lib/format.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../../parts/narrow.tsx'
import { GiveForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Give this article', robots: { index: false } }

type Props = { searchParams: Promise<{ article?: string | string[] }> }

const slugShape = z.string().regex(/^[a-z0-9-]{1,100}$/)

/** Where a subscriber gives one article away. */
export default async function GivePage({ searchParams }: Props) {
  const asked = slugShape.safeParse((await searchParams).article)
  const slug = asked.success ? asked.data : ''
  const here = `/account/gift-links/new?${new URLSearchParams({ article: slug })}`
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: here })}`)
  const databases = { public: publicDatabase(), app: appDatabase() }
  const giving = await readGiving(databases, reader.id, slug, new Date())
  if (giving.kind === 'no_article')
    return (
      <Narrow title="Give an article">
        <p className="font-serif text-lg">This article is not there, or not any more.</p>
        <Ways slug={null} />
      </Narrow>
    )
  return (
    <Narrow title="Give this article">
      <p className="border-s-[3px] border-ink ps-4 font-serif text-xl leading-snug">
        {giving.article.headline}
      </p>
      <Offer giving={giving} />
      <Ways slug={slug} />
    </Narrow>
  )
}

function Offer({ giving }: { giving: Exclude<Giving, { kind: 'no_article' }> }) {
  switch (giving.kind) {
    case 'free':
      return <p>Everybody may read this article: send its address to whoever you like.</p>
    case 'not_subscribed':
      return (
        <>
          <p>
            Subscribers give away {PER_MONTH} articles a month. It needs a subscription of your own
            that runs: what was given to you cannot be handed on.
          </p>
          <p>
            <a
              href={`/subscribe?${new URLSearchParams({ from: `/articles/${giving.article.slug}` })}`}
              className="button"
            >
              Subscribe
            </a>
          </p>
        </>
      )
    case 'used_up':
      return (
        <p>
          You have given away {PER_MONTH} articles this month. From{' '}
          {formatDay(giving.allowance.renewsAt)} on there are {PER_MONTH} again; the links you made
          stay open meanwhile.
        </p>
      )
    case 'given_before':
      return (
        <>
          <p>
            You have given this article away already, and that link is still open. It can be sent to
            as many people as you like.
          </p>
          <p>
            <a href={`/account/gift-links#link-${giving.linkId}`} className="button">
              See the link
            </a>
          </p>
        </>
      )
    case 'may':
      return (
        <>
          <p>
            You get a link. Whoever opens it reads this one article to its end, without an account,
            for {DAYS_OPEN} days. You see how often it was opened, not by whom, and can take it back
            at any time. It closes when your subscription does.
          </p>
          <p>
            <strong>
              {giving.allowance.left} of {PER_MONTH}
            </strong>{' '}
            are left this month.
          </p>
          <GiveForm slug={giving.article.slug} />
        </>
      )
  }
}

function Ways({ slug }: { slug: string | null }) {
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-2 text-[0.9375rem]">
      <a href={slug === null ? '/' : `/articles/${slug}`} className="py-0.5 underline">
        {slug === null ? 'See what is new' : 'Back to the article'}
      </a>
      <a href="/account/gift-links" className="py-0.5 underline">
        Articles you gave
      </a>
    </p>
  )
}

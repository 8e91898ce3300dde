import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { readWish } from '#lib/saved-articles/own.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../../parts/narrow.tsx'
import { SaveForm } from '../../../../parts/save-form.tsx'

export const metadata: Metadata = { title: 'Save this article', robots: { index: false } }

type Props = { searchParams: Promise<{ article?: string | string[] }> }

const slugShape = z.string().regex(/^[a-z0-9-]{1,100}$/)

/** Where whoever had to sign in first goes on to save what they wanted to: opening a page saves nothing. */
export default async function SavePage({ searchParams }: Props) {
  const asked = slugShape.safeParse((await searchParams).article)
  const slug = asked.success ? asked.data : ''
  const here = `/account/saved/new?${new URLSearchParams({ article: slug })}`
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: here })}`)
  const databases = { public: publicDatabase(), app: appDatabase() }
  const wish = await readWish(databases, reader.id, slug)
  if (!wish)
    return (
      <Narrow title="Save an article">
        <p className="font-serif text-lg">This article is not there, or not any more.</p>
        <Ways slug={null} />
      </Narrow>
    )
  return (
    <Narrow title={wish.saved ? 'Saved for later' : 'Save this article'}>
      <p className="border-s-[3px] border-ink ps-4 font-serif text-xl leading-snug">
        {wish.article.headline}
      </p>
      {wish.saved ? (
        <p>It is on your list already.</p>
      ) : (
        <>
          <p>It waits for you on the list of your account, on whatever device you sign in.</p>
          <SaveForm slug={slug} look="button">
            Save for later
          </SaveForm>
        </>
      )}
      <Ways slug={slug} />
    </Narrow>
  )
}

function Ways({ slug }: { slug: string | null }) {
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-2 text-[0.9375rem]">
      <a href={slug === null ? '/' : `/articles/${slug}`} className="py-0.5 underline">
        {slug === null ? 'See what is new' : 'Back to the article'}
      </a>
      <a href="/account/saved" className="py-0.5 underline">
        Your saved articles
      </a>
    </p>
  )
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readPageNumber } from '#lib/articles/list.ts'
import { readQuery, searchPublicText } from '#lib/articles/search.ts'
import { publicDatabase } from '#lib/runtime.ts'
import { CardList } from '../../parts/card-list.tsx'

export const metadata: Metadata = { title: 'Search', robots: { index: false } }

type Props = { searchParams: Promise<{ q?: string | string[]; page?: string | string[] }> }

export default async function SearchPage({ searchParams }: Props) {
  const asked = await searchParams
  const page = readPageNumber(asked.page)
  if (page === null) notFound()
  const query = readQuery(asked.q)
  const list = query === null ? null : await searchPublicText(publicDatabase(), query, page)
  const at = (to: number) => `/search?${new URLSearchParams({ q: query ?? '', page: String(to) })}`
  return (
    <div className="frame pt-10 sm:pt-14">
      <h1 className="headline text-[2.75rem] sm:text-6xl">Search</h1>
      <search>
        <form action="/search" className="mt-6 flex max-w-2xl gap-2">
          <label htmlFor="q" className="sr-only">
            Words in headlines and articles
          </label>
          <input
            id="q"
            name="q"
            type="search"
            maxLength={200}
            defaultValue={query ?? ''}
            placeholder="Words in headlines and articles"
            className="field"
          />
          <button type="submit" className="button">
            Search
          </button>
        </form>
      </search>
      <div className="mt-10">
        {list === null && (
          <p className="max-w-xl font-serif text-lg text-soft">
            Type a few words. Put a phrase in “quotation marks”; a minus before a word leaves it
            out.
          </p>
        )}
        {list?.articles.length === 0 && <NoResult query={query ?? ''} />}
        {list && list.articles.length > 0 && <CardList list={list} at={at} />}
      </div>
    </div>
  )
}

function NoResult({ query }: { query: string }) {
  return (
    <p className="max-w-xl font-serif text-xl leading-snug">
      No article was found for “{query}”. Try fewer or other words, or start from the{' '}
      <a href="/" className="underline">
        front page
      </a>
      .
    </p>
  )
}

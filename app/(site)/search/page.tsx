import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { isAsked, readSearch, type SearchAsked } from '#lib/articles/search/asked.ts'
import { readSearchPage, type SearchPage as Found } from '#lib/articles/search/page.ts'
import { appDatabase, currentReaderClass, publicDatabase } from '#lib/runtime.ts'
import { Chips } from './chips.tsx'
import { SearchForm } from './form.tsx'
import { NothingFound } from './nothing-found.tsx'
import { Results } from './results.tsx'

export const metadata: Metadata = { title: 'Search', robots: { index: false } }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SearchPage({ searchParams }: Props) {
  const read = readSearch(await searchParams)
  if (read === null) notFound()
  const { asked, problems } = read
  const db = { public: publicDatabase(), app: appDatabase() }
  const page = await readSearchPage(db, asked, currentReaderClass())
  if (asked.page > 1 && page.found.kind === 'nothing') notFound()
  return (
    <div className="frame pt-10 sm:pt-14">
      <h1 className="headline text-[2.75rem] sm:text-6xl">Search</h1>
      <SearchForm asked={asked} shelves={page.shelves} problems={problems} />
      <Chips asked={asked} shelves={page.shelves} />
      {isAsked(asked) ? <Answer asked={asked} page={page} /> : <Hint />}
    </div>
  )
}

function Answer({ asked, page: { found, called } }: { asked: SearchAsked; page: Found }) {
  switch (found.kind) {
    case 'only common words':
      return (
        <Sentence>
          “{asked.words}” consists of words that stand in nearly every article. Add one that says
          what you are looking for, such as a place, a thing or a name.
        </Sentence>
      )
    case 'nothing':
      return <NothingFound asked={asked} suggestions={found.suggestions} called={called} />
    case 'results':
      return <Results asked={asked} results={found.results} called={called} />
  }
}

function Hint() {
  return (
    <Sentence>
      Type a few words. Put a phrase in “quotation marks”; a minus before a word leaves it out, and
      “or” between two finds either.
    </Sentence>
  )
}

function Sentence({ children }: { children: React.ReactNode }) {
  return <p className="mt-10 max-w-xl font-serif text-xl leading-snug text-soft">{children}</p>
}

import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { readPageNumber } from '#lib/articles/list.ts'
import { pageAddress } from '#lib/articles/page-numbers.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { readSaved, type SavedList } from '#lib/saved-articles/own.ts'
import { appDatabase, currentReaderClass, publicDatabase } from '#lib/runtime.ts'
import { Pager } from '../../../parts/pager.tsx'
import { SavedNotice } from './notice.tsx'
import { SavedLine } from './saved-line.tsx'

export const metadata: Metadata = { title: 'Saved articles', robots: { index: false } }

type Said = string | string[] | undefined
type Props = {
  searchParams: Promise<{ page?: Said; notice?: Said; removed?: Said; since?: Said }>
}

/** What a reader saved to read later, the newest first. */
export default async function SavedPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fsaved')
  const asked = await searchParams
  const page = readPageNumber(asked.page)
  if (page === null) notFound()
  const databases = { public: publicDatabase(), app: appDatabase() }
  const whose = { readerId: reader.id, readerClass: currentReaderClass() }
  const list = await readSaved(databases, whose, page)
  return (
    <div className="frame max-w-[46rem] py-10 sm:py-16">
      <p className="text-[0.9375rem]">
        <a href="/account" className="py-0.5 font-bold text-accent">
          Your account
        </a>
      </p>
      <h1 className="headline mt-2 text-[2.25rem] sm:text-5xl">Saved articles</h1>
      <SavedNotice {...asked} page={list.page} />
      {list.lines.length === 0 ? <Empty /> : <List list={list} />}
      {list.notThere > 0 && <NotThere count={list.notThere} />}
    </div>
  )
}

function List({ list }: { list: SavedList }) {
  const { lines, page, pages, shown } = list
  return (
    <>
      <p className="mt-4 text-soft">
        {shown === 1 ? 'One to read' : `${shown} to read`}, the last saved first
      </p>
      <ul className="ruled mt-6 border-t-[3px] border-ink">
        {lines.map((line) => (
          <SavedLine key={line.card.slug} line={line} page={page} />
        ))}
      </ul>
      <Pager current={page} last={pages} at={(one) => pageAddress('/account/saved', one)} />
    </>
  )
}

function Empty() {
  return (
    <div className="mt-8 border-t-[3px] border-ink pt-4 font-serif text-lg leading-snug">
      <p>Nothing is saved. “Save for later” stands below the headline of each article.</p>
      <p className="mt-4">
        <a href="/" className="underline">
          See what is new
        </a>
      </p>
    </div>
  )
}

function NotThere({ count }: { count: number }) {
  return (
    <p className="mt-6 text-[0.9375rem] text-soft">
      {count === 1
        ? 'One article that you saved is not there just now, and is not shown.'
        : `${count} articles that you saved are not there just now, and are not shown.`}
    </p>
  )
}

import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { readPageNumber } from '#lib/articles/list.ts'
import { pageAddress } from '#lib/articles/page-numbers.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { KEPT_DAYS } from '#lib/reading-history/keep.ts'
import { readHistory } from '#lib/reading-history/own.ts'
import { appDatabase, currentReaderClass, publicDatabase } from '#lib/runtime.ts'
import { Pager } from '../../../parts/pager.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { switchHistoryOn } from './actions.ts'
import { Days } from './days.tsx'
import { Ending } from './ending.tsx'

export const metadata: Metadata = { title: 'Reading history', robots: { index: false } }

type Props = { searchParams: Promise<{ page?: string | string[]; notice?: string | string[] }> }

const notices: Record<string, string> = {
  on: 'Your reading history is on. What you open from now on stands here.',
  off: 'Your reading history is off, and everything in it is deleted.',
  cleared: 'Everything is deleted. What you open from now on stands here again.',
  removed: 'It is removed. If you open it again, it stands here again.',
}

/** Whether it is noted what a reader reads, what was noted, and every way to end it. */
export default async function HistoryPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fhistory')
  const asked = await searchParams
  const page = readPageNumber(asked.page)
  if (page === null) notFound()
  const databases = { public: publicDatabase(), app: appDatabase() }
  const whose = { readerId: reader.id, readerClass: currentReaderClass() }
  const history = await readHistory(databases, whose, page)
  return (
    <div className="frame max-w-[46rem] py-10 sm:py-16">
      <p className="text-[0.9375rem]">
        <a href="/account" className="py-0.5 font-bold text-accent">
          Your account
        </a>
      </p>
      <h1 className="headline mt-2 text-[2.25rem] sm:text-5xl">Reading history</h1>
      <Notice code={asked.notice} />
      {history.kind === 'off' ? (
        <Off />
      ) : (
        <>
          <p className="mt-6 font-serif text-lg leading-snug">
            It is on. The articles you open are noted for {KEPT_DAYS} days; nobody but you sees
            them.
          </p>
          {history.lines.length === 0 ? (
            <Empty />
          ) : (
            <>
              <Days lines={history.lines} page={history.page} now={new Date()} />
              <Pager
                current={history.page}
                last={history.pages}
                at={(one) => pageAddress('/account/history', one)}
              />
            </>
          )}
          <Ending empty={history.shown === 0} />
        </>
      )}
    </div>
  )
}

function Notice({ code }: { code: string | string[] | undefined }) {
  const said = typeof code === 'string' && Object.hasOwn(notices, code) ? notices[code] : undefined
  if (said === undefined) return null
  return (
    <output className="mt-6 block border-s-[3px] border-good bg-panel p-4 font-medium">
      {said}
    </output>
  )
}

function Off() {
  return (
    <div className="mt-6 grid gap-5 font-serif text-lg leading-snug">
      <p>
        It is off: we do not note which articles you read. If you turn it on, you can find again
        here what you have opened while signed in.
      </p>
      <ul className="ruled border-y border-rule [&>li]:py-2.5">
        <li>What is kept: which article you opened, and when last. Nothing else.</li>
        <li>For how long: {KEPT_DAYS} days. Then it is deleted by itself.</li>
        <li>
          Who sees it: you. Not the editors, not advertisers, and we send nothing because of it.
        </li>
        <li>
          How it ends: you remove single articles or all of them, or turn it off, which deletes
          everything at once.
        </li>
      </ul>
      <form action={switchHistoryOn} className="font-sans">
        <Submit pending="Turning it on …">Turn it on</Submit>
      </form>
    </div>
  )
}

function Empty() {
  return (
    <p className="mt-8 border-t-[3px] border-ink pt-4 font-serif text-lg text-soft">
      Nothing is in it yet. Articles you open while you are signed in come here within moments.
    </p>
  )
}

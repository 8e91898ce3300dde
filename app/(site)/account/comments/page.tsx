import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { readPageNumber } from '#lib/articles/list.ts'
import { pageAddress } from '#lib/articles/page-numbers.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { ownName } from '#lib/comments/names.ts'
import { ownComments } from '#lib/comments/own.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Own } from './own-line.tsx'
import { NameForm } from './name-form.client.tsx'

export const metadata: Metadata = { title: 'Your comments', robots: { index: false } }

type Props = { searchParams: Promise<{ page?: string | string[]; notice?: string | string[] }> }

const notices: Record<string, string> = {
  taken_back: 'It is taken back.',
  late: 'The ten minutes are over: it stands as it is.',
  named: 'Your name is changed, beside everything you have written.',
}

export default async function OwnCommentsPage({ searchParams }: Props) {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fcomments')
  const asked = await searchParams
  const page = readPageNumber(asked.page)
  if (page === null) notFound()
  const [name, { lines, more }] = await Promise.all([
    ownName(appDatabase(), reader.id),
    ownComments(appDatabase(), reader.id, page, new Date()),
  ])
  const notice = typeof asked.notice === 'string' ? (notices[asked.notice] ?? null) : null
  return (
    <div className="frame max-w-[42rem] py-10 sm:py-16">
      <p className="text-[0.9375rem]">
        <a href="/account" className="py-0.5 font-bold text-accent">
          Your account
        </a>
      </p>
      <h1 className="headline mt-2 text-[2.25rem] sm:text-5xl">Your comments</h1>
      {notice && (
        <output className="mt-6 block border-s-[3px] border-good bg-panel p-4 font-medium">
          {notice}
        </output>
      )}
      <div className="mt-8">
        <NameForm name={name} />
      </div>
      {lines.length === 0 ? (
        <p className="mt-10 border-t-[3px] border-ink pt-4 font-serif text-lg text-soft">
          {page === 1 ? 'You have not written any yet.' : 'There are no more.'}
        </p>
      ) : (
        <ul className="ruled mt-10 border-t-[3px] border-ink">
          {lines.map((line) => (
            <Own key={line.id} line={line} />
          ))}
        </ul>
      )}
      {(page > 1 || more) && (
        <nav aria-label="Pages" className="mt-4 flex justify-between gap-4">
          <span>
            {page > 1 && (
              <a href={pageAt(page - 1)} rel="prev" className="button button-quiet">
                Newer
              </a>
            )}
          </span>
          <span>
            {more && (
              <a href={pageAt(page + 1)} rel="next" className="button button-quiet">
                Older
              </a>
            )}
          </span>
        </nav>
      )}
    </div>
  )
}

const pageAt = (page: number) => pageAddress('/account/comments', page)

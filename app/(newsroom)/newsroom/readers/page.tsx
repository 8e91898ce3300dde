import type { Metadata } from 'next'
import { limits } from '#lib/limit-figures.ts'
import { searchReaders } from '#lib/readers/search.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Problem } from '../../../parts/problem.tsx'
import { requireStaff } from '../../guard.ts'
import { Mark } from './mark.tsx'
import { SearchBox } from './search-box.client.tsx'

export const metadata: Metadata = { title: 'Readers' }

type Props = { searchParams: Promise<{ q?: string | string[]; slower?: string | string[] }> }

export default async function ReadersPage({ searchParams }: Props) {
  const { q, slower } = await searchParams
  const query = typeof q === 'string' ? q.trim().slice(0, 200) : ''
  const { actor } = await requireStaff(
    'look readers up',
    `/newsroom/readers${query ? `?${new URLSearchParams({ q: query })}` : ''}`,
  )
  const asked =
    query === '' ? null : await searchReaders(appDatabase(), actor, { query, now: new Date() })
  const found = asked?.kind === 'found' ? asked : null
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Readers</h1>
      <SearchBox query={query} />
      {(slower !== undefined || asked?.kind === 'limited') && <Slower />}
      {asked === null && (
        <p className="mt-6 text-soft">
          Every search and every look-up is written to the audit log.
        </p>
      )}
      {found?.readers.length === 0 && (
        <p className="mt-8 text-lg">
          Nobody is found by “{query}”. Try a shorter part of the address or name; people often
          write from another address than the one they signed up with. The number of the invoice and
          the last four digits of the card find them as well.
        </p>
      )}
      {found && found.readers.length > 0 && (
        <>
          <ul className="ruled mt-8 border-y border-rule">
            {found.readers.map(({ id, email, name, granted, verdict, because }) => (
              <li key={id} className="relative grid gap-0.5 py-4 hover:bg-panel">
                <a
                  href={`/newsroom/readers/${id}`}
                  className="text-lg font-semibold wrap-anywhere after:absolute after:inset-0"
                >
                  {email}
                </a>
                {name && <span className="text-soft">{name}</span>}
                <span className="flex items-baseline gap-2">
                  <Mark granted={granted} /> {verdict}
                </span>
                {because && <span className="text-sm text-soft">{because}</span>}
              </li>
            ))}
          </ul>
          {found.more && (
            <p className="mt-4 text-soft">There are more. Type a longer part to narrow it down.</p>
          )}
        </>
      )}
    </>
  )
}

function Slower() {
  return (
    <Problem>
      {`You have looked up more readers within an hour than helping them takes: ${limits.staffSearches.points} searches or ${limits.staffLookUps.points} readers. It goes on within the hour. That it came to this is written to the audit log.`}
    </Problem>
  )
}

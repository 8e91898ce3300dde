import type { Metadata } from 'next'
import { newsletterOf, newsletters } from '#lib/newsletter-list.ts'
import { newsletterDesk, previewIssue } from '#lib/newsletters/desk.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../guard.ts'
import { Issues } from './issues.tsx'
import { NextIssue } from './next-issue.tsx'

export const metadata: Metadata = { title: 'Newsletters' }

type Param = string | string[] | undefined
type Props = { searchParams: Promise<{ of?: Param; did?: Param }> }

/** What came of sending a test, as `actions.ts` says it in the address. */
const outcomes = new Map([
  ['sent', 'It is on its way to you.'],
  ['nothing_published', 'There is nothing to send: nothing of what it tells of was published yet.'],
  ['limited', 'You have sent yourself many tests. Please wait a while.'],
])

export default async function NewsroomNewslettersPage({ searchParams }: Props) {
  await requireStaff('send newsletters', '/newsroom/newsletters')
  const { of, did } = await searchParams
  const now = new Date()
  const shown = newsletterOf(typeof of === 'string' ? of : '') ?? newsletters[0] ?? null
  const [{ letters, issues }, next] = await Promise.all([
    newsletterDesk(appDatabase(), now),
    shown && previewIssue({ app: appDatabase(), public: publicDatabase() }, shown, now),
  ])
  const said = outcomes.get(typeof did === 'string' ? did : '')
  return (
    <>
      <h1 className="headline text-4xl sm:text-5xl">Newsletters</h1>
      <p className="mt-3 max-w-[65ch] text-soft">
        Each issue makes itself of what was published since the last one, and goes out by itself.
        When nothing was, there is none.
      </p>
      {said !== undefined && (
        <output className="mt-5 block border-s-[3px] border-good bg-panel p-4 font-medium">
          {said}
        </output>
      )}
      <ul className="ruled mt-7 border-y border-rule">
        {letters.map(({ slug, name, when, recipients, nextAt }) => (
          <li
            key={slug}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3.5"
          >
            <span>
              <span className="text-lg font-bold">{name}</span>
              <span className="block text-[0.9375rem] text-soft">
                {when} · {recipients === 1 ? '1 subscriber' : `${recipients} subscribers`} · next
                due {formatMoment(nextAt)}
              </span>
            </span>
            <a
              href={`/newsroom/newsletters?of=${slug}`}
              aria-current={slug === shown?.slug ? 'true' : undefined}
              className="button button-quiet"
            >
              Next issue<span className="sr-only"> of {name}</span>
            </a>
          </li>
        ))}
      </ul>
      {shown && <NextIssue newsletter={shown} issue={next} />}
      <Issues issues={issues} />
    </>
  )
}

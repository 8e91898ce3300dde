import type { ReactNode } from 'react'
import type { Shelf } from '#lib/articles/card.ts'
import { isNarrowed, type SearchAsked, type SearchProblem } from '#lib/articles/search/asked.ts'
import type { SearchShelves } from '#lib/articles/search/page.ts'
import { Problem } from '../../parts/problem.tsx'

type Props = { asked: SearchAsked; shelves: SearchShelves; problems: SearchProblem[] }

/** What is searched for, and below it where and when. Everything stands in the address. */
export function SearchForm({ asked, shelves, problems }: Props) {
  const says = (field: SearchProblem['field']) =>
    problems.find((one) => one.field === field)?.says ?? null
  return (
    <search>
      <form action="/search" className="mt-6 max-w-3xl">
        <div className="flex gap-2">
          <label htmlFor="q" className="sr-only">
            Words in headlines and articles
          </label>
          <input
            id="q"
            name="q"
            type="search"
            maxLength={200}
            defaultValue={asked.words ?? ''}
            placeholder="Words in headlines and articles"
            className="field"
          />
          <button type="submit" className="button">
            Search
          </button>
        </div>
        {says('q') && <Problem>{says('q')}</Problem>}
        <details
          className="group mt-3"
          open={isNarrowed(asked) || asked.order === 'newest' || problems.length > 0}
        >
          <summary className="inline-block cursor-pointer py-1 font-medium underline">
            Section, region, author, dates
          </summary>
          <div className="mt-3 grid gap-x-5 gap-y-4 border-s-[3px] border-rule ps-4 sm:grid-cols-3">
            <Choice name="section" of="section" chosen={asked.section} shelves={shelves.sections} />
            <Choice name="region" of="region" chosen={asked.region} shelves={shelves.regions} />
            <Choice name="author" of="author" chosen={asked.author} shelves={shelves.authors} />
            <Day name="from" value={asked.from} problem={says('from')}>
              Published from
            </Day>
            <Day name="to" value={asked.to} problem={says('to')}>
              to
            </Day>
            <label className="grid content-start gap-1 text-[0.9375rem] font-medium">
              Order
              <select name="order" defaultValue={asked.order} className="field">
                <option value="best">Best match first</option>
                <option value="newest">Newest first</option>
              </select>
            </label>
          </div>
        </details>
      </form>
    </search>
  )
}

function Choice(props: { name: string; of: string; chosen: string | null; shelves: Shelf[] }) {
  const { name, of, chosen, shelves } = props
  return (
    <label className="grid content-start gap-1 text-[0.9375rem] font-medium">
      {of.charAt(0).toUpperCase() + of.slice(1)}
      <select name={name} defaultValue={chosen ?? ''} className="field">
        <option value="">Any {of}</option>
        {shelves.map((shelf) => (
          <option key={shelf.slug} value={shelf.slug}>
            {shelf.name}
          </option>
        ))}
      </select>
    </label>
  )
}

type DayProps = { name: string; value: string | null; problem: string | null; children: ReactNode }

function Day({ name, value, problem, children }: DayProps) {
  return (
    <div className="grid content-start gap-1">
      <label className="grid gap-1 text-[0.9375rem] font-medium">
        {children}
        <input
          type="date"
          name={name}
          defaultValue={value ?? ''}
          aria-describedby={problem ? `${name}-problem` : undefined}
          className="field"
        />
      </label>
      {problem && <Problem id={`${name}-problem`}>{problem}</Problem>}
    </div>
  )
}

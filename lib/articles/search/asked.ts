/** What an address asks of the search: words, where and when, and what of it cannot be searched for. */
import { z } from 'zod'
import { DAY, later } from '#lib/clock.ts'
import { publication } from '#lib/publication.ts'
import { startOfDay } from '#lib/zoned-day.ts'
import { readPageNumber } from '../list.ts'

/** Longer queries are cut: nobody types them, and they cost the database. */
export const LONGEST = 200

/** In which order results stand. */
export type SearchOrder = 'best' | 'newest'

/** A search, in the words of its address. Days are `2026-11-30`, both of them included. */
export type SearchAsked = {
  words: string | null
  section: string | null
  region: string | null
  author: string | null
  from: string | null
  to: string | null
  order: SearchOrder
  page: number
}

/** What somebody is told of what they asked. */
export type SearchProblem = { field: 'q' | 'from' | 'to'; says: string }

/** A query of an address, as Next hands it over. */
export type Query = Record<string, string | string[] | undefined>

const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(100)
const day = z.iso.date()

/**
 * Reads a search from an address; null when its page is no number. What cannot be searched for is left out and told as a problem:
 * a search is an address that people shorten, translate and mistype.
 */
export function readSearch(query: Query): { asked: SearchAsked; problems: SearchProblem[] } | null {
  const page = readPageNumber(query.page)
  if (page === null) return null
  const typed = oneOf(query.q)
  const from = readDay(oneOf(query.from), 'from')
  const to = readDay(oneOf(query.to), 'to')
  const turned = from.day !== null && to.day !== null && from.day > to.day
  const asked: SearchAsked = {
    words: typed === '' ? null : typed.slice(0, LONGEST),
    section: readSlug(query.section),
    region: readSlug(query.region),
    author: readSlug(query.author),
    from: turned ? to.day : from.day,
    to: turned ? from.day : to.day,
    order: oneOf(query.order) === 'newest' ? 'newest' : 'best',
    page,
  }
  const problems: SearchProblem[] = [
    ...(typed.length > LONGEST
      ? [{ field: 'q' as const, says: `Only the first ${LONGEST} characters are searched for.` }]
      : []),
    ...from.problems,
    ...to.problems,
    ...(turned
      ? [{ field: 'from' as const, says: 'The first day was after the last; they were exchanged.' }]
      : []),
  ]
  return { asked, problems }
}

const oneOf = (value: string | string[] | undefined) =>
  typeof value === 'string' ? value.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim() : ''

const readSlug = (value: string | string[] | undefined) => slug.safeParse(value).data ?? null

function readDay(typed: string, field: 'from' | 'to') {
  const known = day.safeParse(typed).data ?? null
  const says = 'This is no day: write it as year, month, day, for example 2026-11-30.'
  return { day: known, problems: typed === '' || known ? [] : [{ field, says }] }
}

/** Whether anything is asked for but a page that asks what one looks for. */
export const isAsked = ({ words, ...rest }: SearchAsked): boolean =>
  words !== null || isNarrowed({ words, ...rest })

/** Whether the search is narrowed down by where or when. */
export const isNarrowed = ({ section, region, author, from, to }: SearchAsked): boolean =>
  [section, region, author, from, to].some((one) => one !== null)

/** The address of a search: only what differs from an empty one, always in the same order. */
export function searchPath(asked: Partial<SearchAsked>): string {
  const { words, section, region, author, from, to, order, page } = asked
  const named: [string, string | null | undefined][] = [
    ['q', words],
    ['section', section],
    ['region', region],
    ['author', author],
    ['from', from],
    ['to', to],
    ['order', order === 'newest' ? order : null],
    ['page', page === undefined || page === 1 ? null : String(page)],
  ]
  const given = named.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
  return given.length === 0 ? '/search' : `/search?${new URLSearchParams(given)}`
}

/** The moments between which an article was published, in the publication's zone; `before` is the day after the last. */
export function spanOf({ from, to }: SearchAsked): { from: Date | null; before: Date | null } {
  return {
    from: from === null ? null : begin(from),
    before: to === null ? null : begin(to, DAY),
  }
}

const begin = (named: string, after = 0) =>
  startOfDay(later(new Date(`${named}T00:00:00Z`), after), publication.timeZone)

import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReaders } from '#db/queries/access.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import {
  foundReaders,
  type FoundRow,
  readersBeginning,
  readersByCard,
  readersByInvoiceNumber,
  readersByStripeId,
  readersContaining,
} from '#db/queries/reader-search.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { explainToStaff } from '#lib/access/explain.ts'
import { limits } from '#lib/limit-figures.ts'
import { formatDay } from '#lib/format.ts'
import { readSearchTerms, type SearchTerms } from './search-terms.ts'
import { type Actor, type Limited, staffTurn } from './staff-turn.ts'

/** How many people a page of results shows, and the list that opens while somebody types. */
const SHOWN = { page: 20, typing: 8 } as const

/** So many are looked at to find those who may read: of a common name the first ones. */
const CONSIDERED = 100

/** Shorter words stand in no index of parts: they are only looked for at the beginning. */
const SHORTEST_PART = 3

/** A person in a list of results. */
export type FoundReader = {
  id: string
  email: string
  name: string | null
  granted: boolean
  verdict: string
  /** What they were found by, where that is not their address or name. */
  because: string | null
}

/** What a search came to. `more`: there are others, and a longer text narrows it down. */
export type ReaderSearch = { kind: 'found'; readers: FoundReader[]; more: boolean } | Limited

/**
 * Finds people by any part of their address or name, an id of Stripe's, the number of an invoice, or the last four digits of
 * a card. An exact address comes first, then who may read,
 * then whose address or name begins with what was typed, then the newest. The search is an audit entry, and so is each
 * that is made while somebody types.
 */
export async function searchReaders(
  db: AppDatabase,
  actor: Actor,
  { query, while: moment = 'page', now }: { query: string; while?: 'page' | 'typing'; now: Date },
): Promise<ReaderSearch> {
  const limit = moment === 'page' ? limits.staffSearches : limits.staffSearchesTyped
  const refused = await staffTurn(db, limit, actor)
  if (refused) return refused
  const terms = readSearchTerms(query)
  const because = terms ? await findCandidates(db, terms) : new Map<string, string | null>()
  const found = await standingOf(db, because, now)
  await addAuditEntry(db, {
    actorId: actor.id,
    actor: actor.label,
    action: 'Searched readers',
    detail: { query, found: found.length, ...(moment === 'typing' ? { typing: true } : {}) },
  })
  const typed = query.trim().toLowerCase()
  const readers = found.toSorted((a, b) => rank(b, typed) - rank(a, typed) || age(a, b))
  return {
    kind: 'found',
    readers: readers.slice(0, SHOWN[moment]).map(({ row, granted, verdict }) => ({
      id: row.id,
      email: row.email,
      name: row.name,
      granted,
      verdict,
      because: because.get(row.id) ?? null,
    })),
    more: readers.length > SHOWN[moment],
  }
}

type Standing = { row: FoundRow; granted: boolean; verdict: string }

const rank = ({ row, granted }: Standing, typed: string) =>
  (row.email === typed ? 8 : 0) +
  (granted ? 4 : 0) +
  (row.email.startsWith(typed) || row.name?.toLowerCase().startsWith(typed) ? 2 : 0) +
  (row.deletedAt === null ? 1 : 0)
const age = (a: Standing, b: Standing) => b.row.createdAt.getTime() - a.row.createdAt.getTime()

/** The readers that the words could mean, each with what they were found by. */
async function findCandidates(
  db: AppDatabase,
  { words, stripeId, invoiceNumber, lastFour }: SearchTerms,
): Promise<Map<string, string | null>> {
  const [byId, byNumber, byCard] = await Promise.all([
    stripeId === null ? [] : readersByStripeId(db, stripeId),
    invoiceNumber === null ? [] : readersByInvoiceNumber(db, invoiceNumber),
    lastFour === null ? [] : readersByCard(db, lastFour, CONSIDERED),
  ])
  // What was named exactly is what was meant.
  const isNamed = byId.length + byNumber.length > 0
  const byWords = words.length === 0 || isNamed ? [] : await readersByWords(db, words)
  const because = new Map<string, string | null>()
  const add = (id: string, why: string | null) => because.has(id) || because.set(id, why)
  for (const { readerId, what } of byId) add(readerId, what)
  for (const { readerId, what } of byNumber) add(readerId, `Invoice ${what}`)
  for (const { readerId } of byWords) add(readerId, null)
  for (const { readerId, what } of byCard) add(readerId, `${inCapitals(what)} ending ${lastFour}`)
  return because
}

const inCapitals = (brand: string) => brand.charAt(0).toUpperCase() + brand.slice(1)

/** Who begins with the words; where those are few, who contains them as well. */
async function readersByWords(db: AppDatabase, words: string[]) {
  const beginning = await readersBeginning(db, words.join(' '), CONSIDERED)
  const isWhole = beginning.some(({ what }) => what === words.join(' '))
  if (
    isWhole ||
    beginning.length >= CONSIDERED ||
    words.every((word) => word.length < SHORTEST_PART)
  )
    return beginning
  return [...beginning, ...(await readersContaining(db, words, CONSIDERED))]
}

async function standingOf(
  db: AppDatabase,
  because: Map<string, string | null>,
  now: Date,
): Promise<Standing[]> {
  const ids = [...because.keys()]
  const [rows, facts] = await Promise.all([foundReaders(db, ids), accessRowsOfReaders(db, ids)])
  return rows.map((row) => {
    const decision = decideAccess('subscriber', facts.get(row.id) ?? null, now)
    const verdict =
      row.deletedAt === null
        ? explainToStaff(decision, formatDay)
        : `This account was deleted on ${formatDay(row.deletedAt)}.`
    return { row, granted: decision.granted, verdict }
  })
}

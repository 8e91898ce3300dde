'use client'

import { useEffect, useState } from 'react'
import type { FoundReader, ReaderSearch } from '#lib/readers/search.ts'

/** How long nothing is typed before it is looked for, in milliseconds. */
const PAUSE = 150
/** One letter says nothing of anybody. */
const SHORTEST = 2

type Found = { readers: FoundReader[]; says: string }

const nothing: Found = { readers: [], says: '' }

/** Who is found by what is typed, and a sentence about it for who does not see the list. The last question wins. */
export function useFound(typed: string): Found {
  const [found, setFound] = useState<Found & { query: string }>({ ...nothing, query: '' })
  const query = typed.trim()
  const isAsked = query.length >= SHORTEST
  useEffect(() => {
    if (!isAsked) return undefined
    const asked = new AbortController()
    const show = (answer: Found) => asked.signal.aborted || setFound({ ...answer, query })
    const wait = setTimeout(() => {
      find(query, asked.signal).then(show, () =>
        show({ readers: [], says: 'The search did not answer. Press Enter to try again.' }),
      )
    }, PAUSE)
    return () => {
      clearTimeout(wait)
      asked.abort()
    }
  }, [query, isAsked])
  if (!isAsked) return nothing
  // What was found before stands until there is something newer: a list that empties at each letter cannot be read.
  return found.query === '' ? { readers: [], says: 'Searching …' } : found
}

async function find(query: string, signal: AbortSignal): Promise<Found> {
  const answer = await fetch(`/newsroom/readers/found?${new URLSearchParams({ q: query })}`, {
    signal,
  })
  if (!answer.ok && answer.status !== 429) throw new Error(`Answered ${answer.status}.`)
  const found: ReaderSearch = await answer.json()
  if (found.kind === 'limited')
    return { readers: [], says: 'So many searches within an hour are too many; wait a little.' }
  return { readers: found.readers, says: inWords(found) }
}

function inWords({ readers, more }: { readers: FoundReader[]; more: boolean }): string {
  if (readers.length === 0) return 'Nobody found.'
  if (more) return `The first ${readers.length}; press Enter for more.`
  return readers.length === 1 ? 'One reader.' : `${readers.length} readers.`
}

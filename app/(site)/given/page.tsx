import type { Metadata } from 'next'
import { DAYS_OPEN } from '#lib/gift-links/allowance.ts'
import { sayPageStatus } from '#lib/runtime.ts'
import { Closed } from './closed.tsx'

export const metadata: Metadata = { title: 'A gift link', robots: { index: false } }

type Props = { searchParams: Promise<{ why?: string | string[] }> }

/** Where a link leads that opens nothing: forged, cut short, run out, taken back, of an article that is gone. */
export default async function NothingGivenPage({ searchParams }: Props) {
  const { why } = await searchParams
  if (why === 'over') return <Over />
  if (why === 'withdrawn') return <Withdrawn />
  sayPageStatus(404)
  return (
    <Closed title="This link leads nowhere">
      No article was given under it. Links break when they are copied by hand or cut over two lines:
      open the one you were sent, or ask for it again.
    </Closed>
  )
}

function Over() {
  sayPageStatus(410)
  return (
    <Closed title="This link is closed">
      A subscriber gave away one article with it. Such a link is open for {DAYS_OPEN} days at most,
      and whoever gave it can take it back sooner. You can ask them for another.
    </Closed>
  )
}

function Withdrawn() {
  sayPageStatus(410)
  return (
    <Closed title="This article is not here any more">
      A subscriber gave it to you, and it has been withdrawn since. That is not their doing.
    </Closed>
  )
}

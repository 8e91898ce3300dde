import { Nothing } from './nothing.tsx'

/** There is nothing at this address, and where to go from here. */
export function NoSuchPage() {
  return (
    <Nothing title="There is no page at this address">
      <p>
        It may have moved or been withdrawn, or the address has a slip in it. Try the{' '}
        <a href="/search" className="text-ink underline">
          search
        </a>
        , or go to the{' '}
        <a href="/" className="text-ink underline">
          front page
        </a>
        .
      </p>
    </Nothing>
  )
}

import { Nothing } from '../parts/nothing.tsx'

export default function NotFound() {
  return (
    <Nothing title="There is no page at this address">
      <p>
        The article may have been withdrawn, or the address has a slip in it. Try the{' '}
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

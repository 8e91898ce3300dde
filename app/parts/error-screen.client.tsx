'use client'

/** What a person sees when a page failed. The reference finds the fault in our log. */
export function ErrorScreen({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null
  return (
    <div className="frame max-w-3xl py-16 sm:py-24">
      <p className="mb-1.5 text-sm font-semibold text-accent">Error 500</p>
      <h1 className="headline text-4xl sm:text-5xl">Something went wrong</h1>
      <p className="mt-5 font-serif text-xl leading-snug text-soft">
        The fault is ours, and it has been written down. Please try again in a moment; if you were
        paying, nothing is charged twice.
      </p>
      <p className="mt-6 flex flex-wrap gap-3">
        <button type="button" onClick={retry} className="button">
          Try again
        </button>
        <a href="/" className="button button-quiet">
          Front page
        </a>
      </p>
      {digest && <p className="mt-6 text-sm text-soft">Reference: {digest}</p>}
    </div>
  )
}

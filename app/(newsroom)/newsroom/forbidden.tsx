export default function Forbidden() {
  return (
    <div className="max-w-3xl py-8 sm:py-14">
      <p className="mb-1.5 text-sm font-semibold text-accent">Error 403</p>
      <h1 className="headline text-4xl sm:text-5xl">This is not open to you</h1>
      <p className="mt-5 font-serif text-xl leading-snug text-soft">
        You are signed in, and your account has no role that may do this. Whoever runs this
        publication can give you one:{' '}
        <code className="font-mono text-base wrap-anywhere">
          npm run foldline -- staff add EMAIL ROLE
        </code>
      </p>
      <p className="mt-8 flex flex-wrap gap-3">
        <a href="/" className="button">
          Front page
        </a>
        <a href="/account" className="button button-quiet">
          Your account
        </a>
      </p>
    </div>
  )
}

export default function Forbidden() {
  return (
    <div className="max-w-2xl py-10">
      <h1 className="headline text-4xl">This is not open to you</h1>
      <p className="mt-4 font-serif text-lg leading-snug text-soft">
        You are signed in, and your account has no role that may do this. Whoever runs this
        publication can give you one:{' '}
        <code className="font-mono text-base">npm run foldline -- staff add EMAIL ROLE</code>
      </p>
      <p className="mt-6">
        <a href="/account" className="button button-quiet">
          Your account
        </a>
      </p>
    </div>
  )
}

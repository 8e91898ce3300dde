import { offersWriting, type Ways, writeAddress } from './ways.ts'

/** The way to writing a comment, as far as a page can say it that knows a class and no person. */
export function WriteHere({ ways }: { ways: Ways }) {
  if (ways.closed) return <p className="text-[0.9375rem] text-soft">Comments are closed.</p>
  if (!offersWriting(ways))
    return (
      <p className="text-[0.9375rem] text-soft">
        Subscribers write here.{' '}
        <a href="/subscribe" className="text-ink underline">
          Subscribe
        </a>
      </p>
    )
  return (
    <a href={writeAddress(ways)} rel="nofollow" className="button button-quiet">
      {ways.readerClass === 'anonymous' ? 'Sign in to comment' : 'Write a comment'}
    </a>
  )
}

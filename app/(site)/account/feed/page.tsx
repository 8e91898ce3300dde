import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ownPrivateFeed } from '#lib/account/private-feed.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { formatMoment } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { endFeed } from './actions.ts'
import { FeedForm } from './form.client.tsx'

export const metadata: Metadata = { title: 'Your private feed', robots: { index: false } }

export default async function PrivateFeedPage() {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Ffeed')
  const { madeAt, granted } = await ownPrivateFeed(appDatabase(), reader.id, new Date())
  return (
    <Narrow title="Your private feed">
      <p>
        A feed of whole articles for a feed reader. Its address is yours alone: whoever has it reads
        what you may read, so treat it as a password. We keep only a fingerprint of it and can show
        it once, when it is made.
      </p>
      {madeAt !== null && (
        <p>
          You have a feed, with an address made on <strong>{formatMoment(madeAt)}</strong>.
          {granted
            ? ' A new address ends the old one at once.'
            : ' It shows previews until you may read everything again.'}
        </p>
      )}
      {granted ? (
        <FeedForm has={madeAt !== null} />
      ) : (
        <p>
          An address is made for subscribers.{' '}
          <a href="/account" className="underline">
            See your account
          </a>
        </p>
      )}
      {madeAt !== null && (
        <form action={endFeed}>
          <Submit pending="Switching off …" quiet>
            Switch it off
          </Submit>
        </form>
      )}
    </Narrow>
  )
}

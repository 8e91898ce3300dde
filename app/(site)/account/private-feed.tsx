import { ownPrivateFeed } from '#lib/account/private-feed.ts'
import type { Reader } from '#lib/auth/viewer.ts'
import { formatDay } from '#lib/format.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Part } from './part.tsx'

/** Whether the reader has a feed of whole articles, and the way to it. Who may have none and has none is not told of it. */
export async function PrivateFeed({ reader, now }: { reader: Reader; now: Date }) {
  const { madeAt, granted } = await ownPrivateFeed(appDatabase(), reader.id, now)
  if (madeAt === null && !granted) return null
  return (
    <Part title="Your private feed">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-y border-rule py-3">
        <p className="max-w-md">
          {madeAt === null
            ? 'Whole articles in the feed reader of your choice, under an address that is yours alone.'
            : `You have one. Its address was made on ${formatDay(madeAt)}.`}
          {madeAt !== null && !granted && ' It shows previews until you may read everything again.'}
        </p>
        <a href="/account/feed" className="button button-quiet">
          {madeAt === null ? 'Set it up' : 'Change'}
          <span className="sr-only"> your private feed</span>
        </a>
      </div>
    </Part>
  )
}

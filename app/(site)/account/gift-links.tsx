import type { Reader } from '#lib/auth/viewer.ts'
import { PER_MONTH } from '#lib/gift-links/allowance.ts'
import { ownGiftLinks } from '#lib/gift-links/own.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Part } from './part.tsx'

/** How many articles the reader may still give away, and the way to those they gave. Who may give none and gave none is not told of it. */
export async function GiftLinks({ reader, now }: { reader: Reader; now: Date }) {
  const { links, allowance, mayGive } = await ownGiftLinks(appDatabase(), reader.id, now)
  if (links.length === 0 && !mayGive) return null
  return (
    <Part title="Articles you give">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-y border-rule py-3">
        <p className="max-w-md">
          {mayGive
            ? `${allowance.left} of ${PER_MONTH} are left this month. “Give this article” stands below the headline of each.`
            : 'The links you gave are closed while no subscription of yours runs.'}
        </p>
        <a href="/account/gift-links" className="button button-quiet">
          See them<span className="sr-only">: the articles you gave</span>
        </a>
      </div>
    </Part>
  )
}

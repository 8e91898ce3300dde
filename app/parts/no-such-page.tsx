import { meantBy, readNear } from '#lib/articles/missing.ts'
import { latestBelow, sharedLists } from '#lib/articles/shared-lists.ts'
import { currentMissing, publicDatabase } from '#lib/runtime.ts'
import { Elsewhere } from './elsewhere.tsx'
import { Nothing } from './nothing.tsx'

const SHOWN = 3

/** There is nothing at this address, or no longer; what it may have meant, and where to go from here. */
export async function NoSuchPage() {
  const missing = currentMissing()
  const meant = missing === null || missing.withdrawn ? null : meantBy(missing.path)
  const near = meant === null ? [] : await readNear(publicDatabase(), meant, SHOWN, new Date())
  const newest =
    near.length > 0 ? [] : latestBelow(await sharedLists().newest(), '').slice(0, SHOWN)
  return missing?.withdrawn ? (
    <Nothing kicker="Error 410" title="This article was withdrawn">
      <p>It was published here, and is no longer. We keep no copy of it on the site.</p>
      <Elsewhere title="The latest" articles={newest} />
    </Nothing>
  ) : (
    <Nothing kicker="Error 404" title="There is no page at this address">
      <p>It may have moved, or the address has a slip in it.</p>
      <Elsewhere
        title={near.length > 0 ? 'You may have meant' : 'The latest'}
        articles={near.length > 0 ? near : newest}
      />
    </Nothing>
  )
}

import type { Reader } from '#lib/auth/viewer.ts'
import { appDatabase } from '#lib/runtime.ts'
import { countOwnSaved } from '#lib/saved-articles/own.ts'
import { Line } from './line.tsx'
import { Part } from './part.tsx'

/** What the reader put by to read later. */
export async function YourReading({ reader }: { reader: Reader }) {
  const saved = await countOwnSaved(appDatabase(), reader.id)
  return (
    <Part title="Your reading">
      <ul className="ruled border-y border-rule">
        <Line action={{ href: '/account/saved', label: 'Open' }} head="Saved articles">
          {saved === 0
            ? 'None yet. “Save for later” stands below the headline of each'
            : `${saved} to read later`}
        </Line>
      </ul>
    </Part>
  )
}

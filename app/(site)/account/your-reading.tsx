import type { Reader } from '#lib/auth/viewer.ts'
import { appDatabase } from '#lib/runtime.ts'
import { isHistoryOn } from '#lib/reading-history/own.ts'
import { countOwnSaved } from '#lib/saved-articles/own.ts'
import { Line } from './line.tsx'
import { Part } from './part.tsx'

/** What the reader put by to read later, and whether it is noted what they have read. */
export async function YourReading({ reader }: { reader: Reader }) {
  const [saved, history] = await Promise.all([
    countOwnSaved(appDatabase(), reader.id),
    isHistoryOn(appDatabase(), reader.id),
  ])
  return (
    <Part title="Your reading">
      <ul className="ruled border-y border-rule">
        <Line action={{ href: '/account/saved', label: 'Open' }} head="Saved articles">
          {saved === 0
            ? 'None yet. “Save for later” stands below the headline of an article'
            : `${saved} to read later`}
        </Line>
        <Line
          action={{ href: '/account/history', label: history ? 'Open' : 'Turn on' }}
          head="Reading history"
        >
          {history
            ? 'On: the articles you open are noted, for you alone'
            : 'Off: we do not note which articles you read'}
        </Line>
      </ul>
    </Part>
  )
}

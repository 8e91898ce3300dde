import { formatMoment } from '#lib/format.ts'
import type { TimelineEntry } from '#lib/readers/timeline.ts'

const kinds: Record<TimelineEntry['kind'], string> = {
  billing: 'Billing',
  mail: 'Mail',
  sign_in: 'Sign-in',
  staff: 'Staff',
  account: 'Account',
}

/** Everything that happened to or about a reader, the newest first. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="border-t-2 border-ink pt-2 text-lg font-bold">
        Timeline
      </h2>
      <ol className="mt-3 border-s border-rule">
        {entries.map((entry, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- several entries share one moment
          <li key={place} className="relative pb-4 ps-5">
            <span
              aria-hidden="true"
              className={`absolute top-2 -start-[4.5px] rounded-full border-4 ${entry.kind === 'billing' ? 'border-red' : 'border-faint'}`}
            />
            <p className="text-sm text-soft">
              <time dateTime={entry.at.toISOString()}>{formatMoment(entry.at)}</time> ·{' '}
              {kinds[entry.kind]}
            </p>
            <p className="font-medium">{entry.text}</p>
            {entry.detail && <p className="text-sm wrap-anywhere text-soft">{entry.detail}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

import { DAY, later } from '#lib/clock.ts'
import { formatDay } from '#lib/format.ts'
import type { HistoryLine } from '#lib/reading-history/own.ts'
import { ArticleLine } from '../article-line.tsx'
import { removeReading } from './actions.ts'

type Props = { lines: HistoryLine[]; page: number; now: Date }

/** What was read, under the days on which it was. */
export function Days({ lines, page, now }: Props) {
  const days = Map.groupBy(lines, ({ readAt }) => formatDay(readAt))
  return [...days].map(([day, read]) => (
    <section key={day} className="mt-8">
      <h2 className="border-t-[3px] border-ink pt-2 text-lg font-bold">{nameOf(day, now)}</h2>
      <ul className="ruled">
        {read.map((line) => (
          <ArticleLine key={line.card.slug} card={line.card} locked={line.locked} brief>
            <form action={removeReading}>
              <input type="hidden" name="article" value={line.card.slug} />
              <input type="hidden" name="page" value={page} />
              <button type="submit" className="py-0.5 underline">
                Remove<span className="sr-only">: {line.card.headline}</span>
              </button>
            </form>
          </ArticleLine>
        ))}
      </ul>
    </section>
  ))
}

function nameOf(day: string, now: Date): string {
  if (day === formatDay(now)) return 'Today'
  return day === formatDay(later(now, -DAY)) ? 'Yesterday' : day
}

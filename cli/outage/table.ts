/** What was seen in each second, for people. */
import type { Seen } from './ask.ts'
import type { Span } from './cast.ts'

/** A column: who asked, and what they saw. */
export type Column = { name: string; seen: Seen[] }

/** A line for each second; the seconds count from the moment the database was gone. */
export function printTable(columns: Column[], { gone, back }: Span): string {
  const second = ({ sent }: Seen) => Math.floor((sent - gone) / 1000)
  const all = columns.flatMap(({ seen }) => seen.map(second))
  const [first, last] = [Math.min(...all), Math.max(...all)]
  const rows = [['second', ...columns.map(({ name }) => name)]]
  for (let now = first; now <= last; now++) {
    const away = now >= 0 && now * 1000 < back - gone
    rows.push([
      `${now}${away ? ' away' : ''}`,
      ...columns.map(({ seen }) => cell(seen.filter((one) => second(one) === now))),
    ])
  }
  const widths = columns.map((_, index) =>
    Math.max(...rows.map((row) => row[index + 1]?.length ?? 0)),
  )
  return rows
    .map(([name = '', ...cells]) =>
      `  ${name.padEnd(8)}  ${cells.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
    )
    .join('\n')
}

const cell = (seen: Seen[]) =>
  [...Map.groupBy(seen, ({ sight }) => sight)]
    .map(([sight, those]) => `${sight} ${those.length}`)
    .join(', ')

/** What was seen, counted, and said at the end. */
import type { Sight } from './look.ts'

/** A refusal later than this after the change is too late. */
const LATE = 100

/** Counts of a run. */
export type Report = {
  operations: Map<string, number>
  shown: Map<string, number>
  leaks: string[]
  olds: string[]
  /** How late the refusals were, in milliseconds. */
  refusals: { lateness: number; story: string }[]
  unavailable: number
  broken: string[]
}

/** A report of nothing yet. */
export const emptyReport = (): Report => ({
  operations: new Map(),
  shown: new Map(),
  leaks: [],
  olds: [],
  refusals: [],
  unavailable: 0,
  broken: [],
})

const count = (into: Map<string, number>, name: string) => into.set(name, (into.get(name) ?? 0) + 1)

/** Takes an operation down. */
export const noteOperation = (report: Report, name: string) => count(report.operations, name)

/** Takes an answer down. */
export function noteSight(report: Report, { verdict, shown, lateness, story }: Sight): void {
  count(report.shown, shown.kind)
  if (verdict === 'leak') report.leaks.push(story)
  if (verdict === 'old') report.olds.push(story)
  if (verdict === 'refused') report.refusals.push({ lateness, story })
  if (verdict === 'unavailable') report.unavailable++
  if (verdict === 'broken') report.broken.push(story)
}

/** Whether nobody saw what they may not, nobody was kept out too long, and enough was seen to say so. */
export function isGood(report: Report): boolean {
  const enough = ['nothing', 'preview', 'whole'].every(
    (kind) => (report.shown.get(kind) ?? 0) >= 10,
  )
  const wrong = [report.leaks, report.olds, report.broken, late(report)]
  return enough && wrong.every((list) => list.length === 0)
}

const late = ({ refusals }: Report) => refusals.filter(({ lateness }) => lateness > LATE)

const list = (counts: Map<string, number>) =>
  [...counts]
    .map(([name, times]) => `${name} ${times}`)
    .toSorted()
    .join(', ')

const worst = (stories: string[]) => stories.slice(0, 5).map((story) => `    ${story}`)

/** All of it for people. */
export function printReport(report: Report): string {
  const times = report.refusals.map(({ lateness }) => lateness).toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)
  return [
    `  operations: ${list(report.operations)}`,
    `  answers: ${list(report.shown)}`,
    `  gated text to a wrong reader: ${report.leaks.length}`,
    ...worst(report.leaks),
    `  withdrawn or corrected, and shown as before: ${report.olds.length}`,
    ...worst(report.olds),
    `  less than was due, after the change had returned: ${times.length}` +
      (times.length > 0 ? ` (asked ${at(0.5)} ms after it at the median, ${at(1)} at most)` : ''),
    `  of these asked later than ${LATE} ms: ${late(report).length}`,
    ...worst(late(report).map(({ story }) => story)),
    `  "cannot tell now" (503): ${report.unavailable}`,
    `  answers of a fault: ${report.broken.length}`,
    ...worst(report.broken),
  ].join('\n')
}

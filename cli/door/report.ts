/** What was seen, counted, and said at the end. */
import { availableParallelism, loadavg } from 'node:os'
import type { Sight } from './look.ts'

/**
 * A refusal to somebody who asked later than this, in milliseconds after the change, is too late. What
 * gives is told at commit and waited for by nobody, so an instance that does not get a core hears of it
 * when it gets one: where twice as many programs want to run as there are cores, lateness says how the
 * machine was, and only what no queue for a core explains is a fault of ours. What takes away has no
 * such allowance: leaks and old pages fail the run on any machine.
 */
const LATE = { usually: 100, crowded: 2000 }

/** Programs that wanted to run for each core, in the last minute. */
const crowd = () => (loadavg()[0] ?? 0) / availableParallelism()
const allowed = () => (crowd() > 2 ? LATE.crowded : LATE.usually)

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
  const wrong = [report.leaks, report.olds, report.broken, later(report, allowed())]
  return enough && wrong.every((list) => list.length === 0)
}

const later = ({ refusals }: Report, than: number) =>
  refusals.filter(({ lateness }) => lateness > than)

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
      (times.length > 0
        ? ` (asked ${at(0.5)} ms after it at the median, 90 % ${at(0.9)}, 99 % ${at(0.99)}, at most ${at(1)})`
        : ''),
    `  of these asked later than ${LATE.usually} ms: ${later(report, LATE.usually).length}` +
      ` (${crowd().toFixed(1)} programs for each core: later than ${allowed()} fails)`,
    ...worst(later(report, LATE.usually).map(({ story }) => story)),
    `  "cannot tell now" (503): ${report.unavailable}`,
    `  answers of a fault: ${report.broken.length}`,
    ...worst(report.broken),
  ].join('\n')
}

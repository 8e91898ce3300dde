import type { Month } from './month.ts'

/** What happened, in lines for people, the most frequent first. */
export function tableOf({ plan, tally }: Month, mismatches: number): string {
  const { readers, days, seed } = plan
  return [
    `${readers} readers, ${days} days, seed ${seed}`,
    ...section(`actions: ${total(tally.actions)}`, tally.actions),
    ...section(`faults: ${total(tally.faults)}`, tally.faults),
    ...section('counted', tally.counts),
    `mismatches: ${mismatches}`,
    '',
  ].join('\n')
}

function section(title: string, rows: Map<string, number>): string[] {
  const sorted = [...rows].toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other))
  return [title, ...sorted.map(([what, times]) => `${String(times).padStart(8)}  ${what}`)]
}

function total(of: Map<string, number>): number {
  return [...of.values()].reduce((sum, one) => sum + one, 0)
}

import { type Outcome, outcomesOf } from './outcomes.ts'
import { type Fault, testsOf } from './table.ts'

/** A row of the table with what was seen of it in a run. */
export type SeenFault = Fault & { held: boolean; seen: string }

/** What a run has shown of each row: held when every test it names ran and passed. */
export function seeFaults(faults: Fault[], outcomes: Outcome[]): SeenFault[] {
  return faults.map((fault) => {
    const found = testsOf(fault).map((one) => ({ one, ran: outcomesOf(one, outcomes) }))
    const missing = found.filter(({ ran }) => ran.length === 0).map(({ one }) => one.name)
    const all = found.flatMap(({ ran }) => ran)
    const failed = all.filter(({ passed }) => !passed).map(({ names }) => names.join(' › '))
    if (failed.length > 0) return { ...fault, held: false, seen: `NOT HELD: ${failed.join('; ')}` }
    if (missing.length > 0 || all.length === 0)
      return { ...fault, held: false, seen: `NOT RUN: ${missing.join('; ') || 'no test'}` }
    return {
      ...fault,
      held: true,
      seen: `held (${all.length === 1 ? '1 test' : `${all.length} tests`})`,
    }
  })
}

const widths = { done: 58, expected: 58 }

/**
 * The table for a terminal: row, what was done, what was expected, what was seen, and with which seed
 * the random interleavings of row 19 were drawn.
 */
export function printFaults(faults: SeenFault[], seed: number): string {
  const held = faults.filter((fault) => fault.held).length
  return [
    line('row', 'what was done', 'what was expected', 'what was seen'),
    ...faults.map(({ row, done, expected, seen }) => line(String(row), done, expected, seen)),
    '',
    `${held} of ${faults.length} faults held (seed ${seed}).`,
  ].join('\n')
}

const line = (row: string, done: string, expected: string, seen: string) =>
  `${row.padStart(3)}  ${cut(done, widths.done)}  ${cut(expected, widths.expected)}  ${seen}`

function cut(text: string, width: number): string {
  const plain = text.replaceAll('`', '')
  return (plain.length > width ? `${plain.slice(0, width - 1)}…` : plain).padEnd(width)
}

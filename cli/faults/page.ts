/** The table of faults in docs/billing.md: written after a run, and read to compare it with the code. */
import type { SeenFault } from './report.ts'

/** A row as the page shows it. */
export type ShownFault = { row: number; done: string; expected: string; seen: string }

const heading = '## The faults\n'
const head = ['row', 'what is done', 'what is expected', 'what was seen']

/** The rows of the page, in their order. */
export function readShown(page: string): ShownFault[] {
  return cells(page).map(([row = '', done = '', expected = '', seen = '']) => ({
    row: Number(row),
    done,
    expected,
    seen,
  }))
}

/**
 * The page with what was seen, and by whom: `run` names day and seed. Rows that were not looked at keep
 * what was seen of them before. Throws when there is no such section.
 */
export function writeShown(page: string, seen: SeenFault[], run: string): string {
  const start = page.indexOf(heading)
  if (start === -1) throw new Error('docs/billing.md has no section "The faults".')
  const before = new Map(readShown(page).map((one) => [one.row, one]))
  for (const one of seen) before.set(one.row, one)
  const rows = [...before.values()].toSorted((a, b) => a.row - b.row)
  const intro = page
    .slice(start)
    .split('\n')
    .filter((line) => !line.startsWith('|') && !line.startsWith('Seen '))
    .join('\n')
    .trimEnd()
  return `${page.slice(0, start)}${intro}\n\nSeen ${run}.\n\n${tableOf(rows)}\n`
}

function tableOf(rows: ShownFault[]): string {
  const lines = [
    head,
    ...rows.map(({ row, done, expected, seen }) => [
      String(row),
      ...[done, expected, seen].map((cell) => cell.replaceAll('|', String.raw`\|`)),
    ]),
  ]
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const [first = '', ...others] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  return [first, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others].join(
    '\n',
  )
}

function cells(page: string): string[][] {
  const [, section = ''] = page.split(heading)
  return section
    .split('\n')
    .filter((line) => /^\| +\d/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|')),
    )
}

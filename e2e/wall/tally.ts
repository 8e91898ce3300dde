/** Counts what was sent and found, across the tests of a run, and prints it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Judgement } from './matrix.ts'
import { moreStates, states } from './viewers.ts'

const shape = z.object({
  number: z.string(),
  title: z.string(),
  sends: z.string(),
  /** For whom; null where a row is not about a viewer. */
  state: z.enum([...states, ...moreStates]).nullable(),
  requests: z.number(),
  bytes: z.number(),
  /** Answers that held gated text for somebody who may read it. */
  held: z.number(),
  leaks: z.number(),
})

export type Count = z.infer<typeof shape>

/** What a row is called in the table, and what it sends. */
export type Line = Pick<Count, 'number' | 'title' | 'sends'>

/** What a row found for one viewer. */
export function countOf(line: Line, state: Count['state'], judged: Judgement[]): Count {
  const { number, title, sends } = line
  return {
    number,
    title,
    sends,
    state,
    requests: judged.length,
    bytes: judged.reduce((sum, { bytes }) => sum + bytes, 0),
    held: judged.filter(({ held }) => held).length,
    leaks: judged.reduce((sum, { leaks }) => sum + leaks.length, 0),
  }
}

/** Keeps a count in the run's own folder, which Playwright empties before each run. */
export function keep(folder: string, count: Count): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    path.join(folder, `${count.number}-${count.state ?? 'all'}.json`),
    JSON.stringify(count),
  )
}

/** Every count of this run so far. */
export function kept(folder: string): Count[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder).map((name) =>
    shape.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
  )
}

/** Rows by their number; what has none comes last. */
const order = (number: string) => Number(number.replace(/\D/g, '')) || 99

type Plants = { planted: number; found: number }

/** The counts as a table in Markdown, a line for each row; the same of everybody else, a line for each of them; totals; what each row sends. */
export function tableOf(counts: Count[], plants: Plants): string {
  const numbers = [...new Set(counts.map(({ number }) => number))].toSorted(
    (a, b) => order(a) - order(b),
  )
  const rows = numbers.map((number) => counts.filter((count) => count.number === number))
  const sum = (pick: (count: Count) => number) =>
    counts.reduce((total, count) => total + pick(count), 0)
  const seen = new Set(counts.flatMap(({ state }) => state ?? []))
  const mebibytes = (sum(({ bytes }) => bytes) / 1024 / 1024).toFixed(0)
  return [
    ...aligned(
      ['row', 'what', ...states, 'together'],
      rows
        .filter((row) => !row.every(isOfOthers))
        .map((row) => [
          row[0]?.number ?? '',
          row[0]?.title ?? '',
          ...[...states, null].map((state) => cellOf(row.find((count) => count.state === state))),
        ]),
    ),
    '',
    ...othersOf(counts),
    `${numbers.length} rows, ${seen.size} states, ${sum(({ requests }) => requests)} requests, ${mebibytes} MiB searched.`,
    `Answers that held gated text for those who may read it: ${sum(({ held }) => held)}.`,
    `Leaks: ${sum(({ leaks }) => leaks)}. Planted leaks found: ${plants.found} of ${plants.planted}.`,
    '',
    ...aligned(
      ['row', 'what it sends'],
      rows.map((row) => [row[0]?.number ?? '', row[0]?.sends ?? '']),
    ),
  ].join('\n')
}

const isOfOthers = ({ state }: Count) => moreStates.some((more) => more === state)

/** What they found who try some rows only. */
function othersOf(counts: Count[]): string[] {
  const theirs = counts.filter(isOfOthers)
  if (theirs.length === 0) return []
  const numbers = [...new Set(theirs.map(({ number }) => number))].toSorted(
    (a, b) => order(a) - order(b),
  )
  const lines = moreStates.map((state) => [
    state,
    ...numbers.map((number) =>
      cellOf(theirs.find((count) => count.number === number && count.state === state)),
    ),
  ])
  return [...aligned(['state', ...numbers], lines), '']
}

/** Requests, how many answers rightly held gated text, and leaks if there are any. */
function cellOf(count: Count | undefined): string {
  if (!count) return ''
  const leaks = count.leaks === 0 ? '' : `, ${count.leaks} LEAKS`
  return `${count.requests} (${count.held})${leaks}`
}

function aligned(head: string[], lines: string[][]): string[] {
  const widths = head.map((title, at) =>
    Math.max(...[head, ...lines].map((line) => line[at]?.length ?? 0), title.length, 3),
  )
  const print = (line: string[]) =>
    `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [
    print(head),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...lines.map(print),
  ]
}

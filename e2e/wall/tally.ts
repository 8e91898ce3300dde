/** Counts what was sent and found, across the tests of a run, and prints it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { root, withoutCache } from '../support/stack.ts'
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

/** Rows by their number; what has none comes last. */
const order = (number: string) => Number(number.replace(/\D/g, '')) || 99

const plantsShape = z.object({ planted: z.number(), found: z.number() })
const biteShape = z.object({
  row: z.string(),
  how: z.string(),
  whom: z.string(),
  found: z.boolean(),
})

/** A leak that was planted at the leaky site, and whether its row found it. */
export type BiteCount = z.infer<typeof biteShape>

const parts = ['counts', 'bites', 'plants'] as const

function write(folder: string, part: (typeof parts)[number], name: string, what: object): void {
  mkdirSync(path.join(folder, part), { recursive: true })
  writeFileSync(path.join(folder, part, `${name}.json`), JSON.stringify(what))
}

function read<T>(folder: string, part: (typeof parts)[number], as: z.ZodType<T>): T[] {
  const at = path.join(folder, part)
  mkdirSync(at, { recursive: true })
  return readdirSync(at).map((name) =>
    as.parse(JSON.parse(readFileSync(path.join(at, name), 'utf8'))),
  )
}

/** Keeps a count in the run's own folder, which Playwright empties before each run. */
export function keep(folder: string, count: Count): void {
  write(folder, 'counts', `${count.number}-${count.state ?? 'all'}`, count)
}

/** Keeps what came of a leak that was planted; `name` tells it from the others. */
export function keepBite(folder: string, name: string, bite: BiteCount): void {
  write(folder, 'bites', name, bite)
}

/** Keeps how many leaks were planted in answers, and how many of them the oracle found. */
export function keepPlants(folder: string, plants: z.infer<typeof plantsShape>): void {
  write(folder, 'plants', 'oracle', plants)
}

/** Where the table is written; `npm test` tries the wall with the page cache on, and again with it off. */
export const tableFile = path.join(
  root,
  'test-results',
  withoutCache ? 'wall-without-cache.md' : 'wall.md',
)

/**
 * Writes the table of all that was kept in the run so far to a file, and returns it. Who finds leaks and who
 * plants them run side by side: the last of them has all of it.
 */
export function writeTable(folder: string, file: string): string {
  const [plants = { planted: 0, found: 0 }] = read(folder, 'plants', plantsShape)
  const table = tableOf(read(folder, 'counts', shape), plants, read(folder, 'bites', biteShape))
  writeFileSync(file, `${table}\n`)
  return table
}

/**
 * The counts as a table in Markdown, a line for each row; the same of everybody else, a line for each of them;
 * totals; what each row sends; which leaks were planted for it.
 */
function tableOf(counts: Count[], plants: z.infer<typeof plantsShape>, bites: BiteCount[]): string {
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
    `Leaks: ${sum(({ leaks }) => leaks)}. Planted leaks found: ${plants.found} of ${plants.planted} in answers${foundByRows(bites)}.`,
    '',
    ...aligned(
      ['row', 'what it sends'],
      rows.map((row) => [row[0]?.number ?? '', row[0]?.sends ?? '']),
    ),
    ...bitesOf(bites),
  ].join('\n')
}

/** With the page cache off nothing is planted before the site. */
const foundByRows = (bites: BiteCount[]) =>
  bites.length === 0
    ? ''
    : `, ${bites.filter(({ found }) => found).length} of ${bites.length} by the row that each is for`

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

/** The leaks that were planted for each row: how many of them it found, how each leaks, and for whom. */
function bitesOf(bites: BiteCount[]): string[] {
  if (bites.length === 0) return []
  const numbers = [...new Set(bites.map(({ row }) => row))].toSorted((a, b) => order(a) - order(b))
  const lines = numbers.map((number) => {
    const own = bites.filter(({ row }) => row === number)
    const told = own.map(
      ({ how, whom, found }) => `${how} (${whom})${found ? '' : ', which was NOT FOUND'}`,
    )
    return [number, `${own.filter(({ found }) => found).length} of ${own.length}`, told.join('; ')]
  })
  return ['', ...aligned(['row', 'found', 'leaks that were planted'], lines)]
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

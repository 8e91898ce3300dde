import { readFileSync } from 'node:fs'
import path from 'node:path'

/** A test by its file and its name, or the name of a group of tests. Names of tables have `%s` or `${…}` in them. */
export type NamedTest = { file: string; name: string }

/** A row of the table of faults: what is done, what is expected, and the tests that show it. */
export type Fault = {
  row: number
  done: string
  expected: string
  /** The cell as it is written. */
  shown: string
  tests: NamedTest[]
}

/** The rows of the section "The faults" of docs/billing.md, in their order. */
export function readFaults(root: string): Fault[] {
  const text = readFileSync(path.join(root, 'docs', 'billing.md'), 'utf8')
  const [, section = ''] = text.split('\n## The faults\n')
  return section
    .split('\n')
    .filter((line) => /^\| +\d/.test(line))
    .map((line) => {
      const [, row = '', done = '', expected = '', shown = ''] = line
        .split(/ *(?<!\\)\| */)
        .map((cell) => cell.trim())
      return { row: Number(row), done, expected, shown, tests: testsIn(shown) }
    })
}

function testsIn(cell: string): NamedTest[] {
  return [...cell.matchAll(/`([^`]+)` › `([^`]+)`/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  }))
}

import { deliveries } from './rows/deliveries.ts'
import { money } from './rows/money.ts'
import { outages } from './rows/outages.ts'
import { safety } from './rows/safety.ts'
import { strange } from './rows/strange.ts'
import { time } from './rows/time.ts'
import { transport } from './rows/transport.ts'

/** A row of the table of faults: what is done, what is expected, and the tests that show it. */
export type Fault = {
  row: number
  done: string
  expected: string
  /** Names of tests, or of groups of tests, by their file. Names of tables of tests have `%s` or `${…}` in them. */
  tests: Record<string, string[]>
}

/** A test by its file and its name, or the name of a group of tests. */
export type NamedTest = { file: string; name: string }

/** All rows, in the order of the plan. */
export const faults: Fault[] = [
  ...transport,
  ...deliveries,
  ...outages,
  ...strange,
  ...money,
  ...time,
  ...safety,
]

/** The tests of a row, one by one. */
export function testsOf({ tests }: Fault): NamedTest[] {
  return Object.entries(tests).flatMap(([file, names]) => names.map((name) => ({ file, name })))
}

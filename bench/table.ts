/**
 * One measurement; `target` is what the plan asks for, where it asks. Those that are `of` something stand
 * side by side in one line of a table.
 */
export type Measurement = {
  of?: string
  what: string
  value: number
  unit: string
  target?: { least: number } | { most: number }
}

/** Whether a measurement is what was asked for; null where nothing was. */
export function isMet({ value, target }: Measurement): boolean | null {
  if (!target) return null
  return 'least' in target ? value >= target.least : value <= target.most
}

/** Measurements for people: those that belong together as a grid, the others one below the other. */
export function toTable(measurements: Measurement[]): string {
  const single = measurements.filter(({ of }) => of === undefined)
  const grids = Map.groupBy(
    measurements.filter(({ of }) => of !== undefined),
    ({ of }) => columnsOf(measurements, of),
  )
  return [...[...grids.values()].map(toGrid), toLines(single)].filter(Boolean).join('\n\n')
}

const columnsOf = (measurements: Measurement[], of: string | undefined) =>
  measurements
    .filter((one) => one.of === of)
    .map(({ what, unit }) => `${what} ${unit}`)
    .join()

function toGrid(measurements: Measurement[]): string {
  const rows = Map.groupBy(measurements, ({ of = '' }) => of)
  const [first = []] = rows.values()
  const cells = [
    ['', ...first.map(({ what, unit }) => `${what} ${unit}`)],
    ...[...rows].map(([of, values]) => [
      of,
      ...values.map((one) => `${isMet(one) === false ? 'MISSED ' : ''}${number(one.value)}`),
    ]),
  ]
  const widths = first.map((_, index) =>
    Math.max(...cells.map((row) => row[index + 1]?.length ?? 0)),
  )
  const names = Math.max(...cells.map(([of = '']) => of.length))
  const line = ([of = '', ...values]: string[]) =>
    `  ${of.padEnd(names)}  ${values.map((value, index) => value.padStart(widths[index] ?? 0)).join('  ')}`
  return cells.map(line).join('\n')
}

function toLines(measurements: Measurement[]): string {
  const rows = measurements.map((one) => [one.what, shown(one), wanted(one), verdict(one)])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = ([what = '', value = '', target = '', met = '']: string[]) =>
    `  ${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${target.padEnd(widths[2] ?? 0)}  ${met}`
  return rows.map((row) => line(row).trimEnd()).join('\n')
}

const number = (value: number) => {
  const factor = value < 10 ? 100 : value < 100 ? 10 : 1
  return String(Math.round(value * factor) / factor)
}
const shown = ({ value, unit }: Measurement) => `${number(value)} ${unit}`
const verdict = (one: Measurement) => ({ true: 'met', false: 'MISSED', null: '' })[`${isMet(one)}`]

function wanted({ target }: Measurement): string {
  if (!target) return ''
  return 'least' in target ? `at least ${target.least}` : `at most ${target.most}`
}

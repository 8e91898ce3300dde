/** One measurement; `target` is what the plan asks for, where it asks. */
export type Measurement = {
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

/** Measurements as lines for people, one below the other. */
export function toTable(measurements: Measurement[]): string {
  const rows = measurements.map((one) => [one.what, shown(one), wanted(one), verdict(one)])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = ([what = '', value = '', target = '', met = '']: string[]) =>
    `  ${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${target.padEnd(widths[2] ?? 0)}  ${met}`
  return rows.map((row) => line(row).trimEnd()).join('\n')
}

const number = (value: number) =>
  String(Math.round(value * (value < 100 ? 10 : 1)) / (value < 100 ? 10 : 1))
const shown = ({ value, unit }: Measurement) => `${number(value)} ${unit}`
const verdict = (one: Measurement) => ({ true: 'met', false: 'MISSED', null: '' })[`${isMet(one)}`]

function wanted({ target }: Measurement): string {
  if (!target) return ''
  return 'least' in target ? `at least ${target.least}` : `at most ${target.most}`
}

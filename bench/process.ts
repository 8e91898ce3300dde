/** What a process has used, as Linux tells of it. Elsewhere nothing is known. */
import { readFileSync } from 'node:fs'

/** Linux counts time in hundredths of a second, whatever the machine. */
const TICK = 10

/** Milliseconds of processor time that a process has used since it began; null where unknown. */
export function processorTime(pid: number): number | null {
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')
  return fields ? (Number(fields[11]) + Number(fields[12])) * TICK : null
}

/** How much memory a process holds now, in MiB; null where unknown. */
export function residentMemory(pid: number): number | null {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return kibibytes === undefined ? null : Number(kibibytes) / 1024
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** Which cores a process may run on, where the system lets one say so (`taskset`, Linux). */
import { spawnSync } from 'node:child_process'

/** The cores for the product, and those for everything else. */
export type Cores = { product: string; others: string }

/**
 * One core for the product and the rest for database, Stripe and load; null where there are not two,
 * or no `taskset`: then everything shares what there is, and the table says so.
 */
function divideCores(): Cores | null {
  const told = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' })
  const list = /:\s*([\d,-]+)\s*$/.exec(told.stdout ?? '')?.[1]
  const cores = (list ?? '').split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number)
    return Array.from({ length: to - from + 1 || 0 }, (_, index) => String(from + index))
  })
  const [product, ...others] = cores
  return product !== undefined && others.length > 0 ? { product, others: others.join(',') } : null
}

/** Puts this process, and what it starts from now on, onto some cores. */
export function stayOn(cores: string): void {
  spawnSync('taskset', ['-acp', cores, String(process.pid)])
}

/** Once, before this process gives up the first of them. */
export const cores = divideCores()

/** Starts something on the product's core, and comes back to the others. */
export function onProductCore<T>(start: () => T): T {
  if (cores) stayOn(cores.product)
  try {
    return start()
  } finally {
    if (cores) stayOn(cores.others)
  }
}

import type { Container } from './container.ts'

/** A container with the name by which forms, addresses and the terminal call it. */
export type Called = { name: string; container: Container }

/**
 * Names containers by what they are: `lead`, `section-ports`, and `river~2` for the second of the same. A name stands
 * for the same container whether staff have ordered the page or not.
 */
export function callContainers(containers: readonly Container[]): Called[] {
  const seen = new Map<string, number>()
  return containers.map((container) => {
    const { kind, shelf } = container
    const word = kind.replace('_', '-')
    const own = shelf ? `${word}-${shelf.slug}` : word
    const nth = (seen.get(own) ?? 0) + 1
    seen.set(own, nth)
    return { name: nth === 1 ? own : `${own}~${nth}`, container }
  })
}

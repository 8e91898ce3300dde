/** What happened in a simulation, counted by kind, for the table at its end. */
export type Tally = {
  action: (kind: string) => void
  fault: (kind: string) => void
  count: (what: string, by?: number) => void
  actions: Map<string, number>
  faults: Map<string, number>
  counts: Map<string, number>
}

export function createTally(): Tally {
  const actions = new Map<string, number>()
  const faults = new Map<string, number>()
  const counts = new Map<string, number>()
  return {
    action: (kind) => add(actions, kind),
    fault: (kind) => add(faults, kind),
    count: (what, by) => add(counts, what, by),
    actions,
    faults,
    counts,
  }
}

function add(to: Map<string, number>, kind: string, by = 1): void {
  to.set(kind, (to.get(kind) ?? 0) + by)
}

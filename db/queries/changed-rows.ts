/** A row of a copy: what it says, and when that was read. */
type Row = { id: string; syncedAt: Date }

/**
 * Of the rows as just read, the ones that are not held, or say something else than what is held. When a
 * row was read is no difference: `synced_at` stays the time at which it last was one.
 */
export function changedRows<T extends Row>(held: readonly Row[], read: readonly T[]): T[] {
  const before = new Map(held.map((row) => [row.id, new Map(Object.entries(row))]))
  return read.filter((row) => {
    const known = before.get(row.id)
    return (
      !known || Object.entries(row).some(([name, value]) => differs(name, known.get(name), value))
    )
  })
}

function differs(name: string, held: unknown, read: unknown): boolean {
  if (name === 'syncedAt') return false
  if (held instanceof Date && read instanceof Date) return held.getTime() !== read.getTime()
  return held !== read
}

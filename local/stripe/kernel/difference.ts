/** What changed between two states of an object, as events tell it: the earlier values. */

type Hash = { [name: string]: unknown }

function isHash(value: unknown): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The earlier value of every field that differs. Of a hash only what differs in it, with null for what
 * was not there before; a list is told whole. Empty when nothing changed.
 */
export function earlierValues(before: object, after: object): Hash {
  return differences({ ...before }, { ...after })
}

function differences(before: Hash, after: Hash): Hash {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed: [string, unknown][] = []
  for (const name of names) {
    const [was, is] = [before[name], after[name]]
    if (JSON.stringify(was) === JSON.stringify(is)) continue
    if (isHash(was) && isHash(is)) changed.push([name, differences(was, is)])
    else changed.push([name, was ?? null])
  }
  return Object.fromEntries(changed)
}

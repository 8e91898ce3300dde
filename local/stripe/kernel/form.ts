/** Reads the form encoding of Stripe's API: `items[0][price]=x&expand[]=y` is a tree of objects and lists. */

/** What a request says, before anything is checked. Leaves are text. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue }

/** A leaf, or branches by name. Maps, so that no name is special. */
type Tree = Map<string, string | Tree>

/** Reads parameters. A name that is used twice without brackets counts as its last value. */
export function readForm(text: string): { [name: string]: FormValue } {
  const root: Tree = new Map()
  for (const [key, value] of new URLSearchParams(text)) grow(root, pathOf(key), value)
  return Object.fromEntries([...root].map(([name, branch]) => [name, harvest(branch)]))
}

/** `a[b][]` is a, b and an empty name, which stands for the next free place. */
function pathOf(key: string): string[] {
  const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? []
  if (first === undefined) return [key]
  return [first, ...[...(rest ?? '').matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '')]
}

function grow(tree: Tree, [name = '', ...rest]: string[], value: string): void {
  const place = name === '' ? String(tree.size) : name
  if (rest.length === 0) {
    tree.set(place, value)
    return
  }
  const held = tree.get(place)
  const branch = held instanceof Map ? held : new Map<string, string | Tree>()
  tree.set(place, branch)
  grow(branch, rest, value)
}

/** Branches whose names are all numbers are a list. */
function harvest(branch: string | Tree): FormValue {
  if (typeof branch === 'string') return branch
  const entries = [...branch].map(([name, value]): [string, FormValue] => [name, harvest(value)])
  return entries.length > 0 && entries.every(([name]) => /^\d{1,4}$/.test(name))
    ? entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
    : Object.fromEntries(entries)
}

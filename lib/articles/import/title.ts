/** "Low water – The Gazette": a title with the publication it stood in. */
export type Titled = { title: string; publication: string | null }

const separators = [' – ', ' — ', ' | ', ' - ', ' · ', ' :: ']

/** Parts a trailing publication from a title. A subtitle, which is longer or not a name, stays. */
export function splitTitle(line: string): Titled {
  for (const separator of separators) {
    const at = line.lastIndexOf(separator)
    if (at < 1) continue
    const name = line.slice(at + separator.length).trim()
    if (isPublication(name)) return { title: line.slice(0, at).trim(), publication: name }
  }
  return { title: line, publication: null }
}

function isPublication(name: string): boolean {
  return (
    name.length > 1 &&
    name.length <= 60 &&
    name.split(' ').length <= 7 &&
    /^[\p{Lu}\d]|^[a-z][\w-]*\.[a-z]{2,}$/u.test(name) &&
    !/[.!?:;,]$/.test(name)
  )
}

/** Where a map is: under a name made from its bytes, so that what is there never changes. */
export const mapAddress = (hash: string) => `/maps/${hash}.svg`

const written = /^([0-9a-f]{32})\.svg$/

/** The name in the last part of such an address, or null. */
export function readMapName(file: string): string | null {
  return written.exec(file)?.[1] ?? null
}

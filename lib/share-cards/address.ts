/** How large a share card is, in pixels: the shape in which links are shown elsewhere. */
export const CARD = { width: 1200, height: 630 } as const

/** Where a card is: under a name made from what is drawn on it, so that what is there never changes. */
export const cardAddress = (hash: string) => `/cards/${hash}.png`

/** Whether an address can be one of a card's. */
export const isCard = (path: string) => path.startsWith('/cards/')

const written = /^\/cards\/([0-9a-f]{32})\.png$/

/** The name in such an address, or null for every other, in whatever spelling. */
export function readCardName(path: string): string | null {
  return written.exec(path)?.[1] ?? null
}

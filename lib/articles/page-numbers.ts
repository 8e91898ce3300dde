/** So many pages on each side of the current one are named. */
const AROUND = 1

/** The numbers that a row of pages names: the first, the last, the current and those beside it; null where some are left out. */
export function pageNumbers(current: number, last: number): (number | null)[] {
  const named = Array.from({ length: last }, (_, before) => before + 1).filter(
    (page) => page === 1 || page === last || Math.abs(page - current) <= AROUND,
  )
  return named.flatMap((page, place) => {
    const gap = page - (named[place - 1] ?? 0) - 1
    // One that would be left out alone takes no more room than what says so.
    if (gap === 1) return [page - 1, page]
    return gap > 1 ? [null, page] : [page]
  })
}

/** The address of a page of a list: the first is the list itself. `query` are the other words of the address. */
export function pageAddress(
  path: string,
  page: number,
  query: Record<string, string> = {},
): string {
  const words = new URLSearchParams(page > 1 ? { ...query, page: String(page) } : query)
  return words.size === 0 ? path : `${path}?${words}`
}

/** How long a headline may be for the largest type of its place, for the next, and what is left is set as text is. */
const LONG = 70
const VERY_LONG = 120

/** Which of three sizes of type a headline takes: the longer it is, the smaller, or it would be all that one sees. */
export function sizedByLength(
  headline: string,
  [large, smaller, smallest]: readonly [string, string, string],
): string {
  if (headline.length > VERY_LONG) return smallest
  return headline.length > LONG ? smaller : large
}

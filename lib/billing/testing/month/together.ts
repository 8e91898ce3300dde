/** Does the work for each, at most so many at once, in this order. Throws what the first failure threw, when all are done. */
export async function together<T>(
  most: number,
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const rest = all.values()
  const hand = async () => {
    for (const one of rest) await work(one)
  }
  const hands = await Promise.allSettled(Array.from({ length: most }, hand))
  for (const one of hands) if (one.status === 'rejected') throw one.reason
}

/**
 * What is true at which moment, as far as one can know who changes it: between the call of an operation
 * and its return both the old and the new may be seen, afterwards only the new.
 */

type Span<T> = { value: T; began: number; returned: number }

/** A value that operations change, one after the other. Times are of `performance.now()`. */
export class Fact<T> {
  readonly #spans: Span<T>[]

  constructor(value: T) {
    this.#spans = [{ value, began: -Infinity, returned: -Infinity }]
  }

  /** What it is, or is about to be. */
  get latest(): T {
    const last = this.#spans.at(-1)
    if (!last) throw new Error('A fact without a value.')
    return last.value
  }

  /** Makes it `value` by `work`; only one change at a time. An operation that fails ends the run. */
  async change(value: T, work: () => Promise<unknown>): Promise<void> {
    const span: Span<T> = { value, began: performance.now(), returned: Infinity }
    this.#spans.push(span)
    await work()
    span.returned = performance.now()
  }

  /** Every value that somebody may have seen who asked at `sent` and had the answer at `answered`. */
  possible(sent: number, answered: number): T[] {
    return this.#spans
      .filter(({ began }, index) => {
        const next = this.#spans[index + 1]
        return began <= answered && (next === undefined || next.returned >= sent)
      })
      .map(({ value }) => value)
  }

  /** When the last change was over that had returned by `sent`. */
  settledAt(sent: number): number {
    return this.#spans.findLast(({ returned }) => returned <= sent)?.returned ?? -Infinity
  }
}

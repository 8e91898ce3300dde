import { MarkupError } from '../parse-html.ts'

/** The result of reading mark-up, or the sentence that says why it is no article. */
export function orWhyNot<T>(
  read: () => T,
): { kind: 'read'; result: T } | { kind: 'refused'; why: string } {
  try {
    return { kind: 'read', result: read() }
  } catch (error) {
    if (error instanceof MarkupError) return { kind: 'refused', why: error.message }
    throw error
  }
}

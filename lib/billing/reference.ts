/** The id of what Stripe refers to, by its id alone or, where it was expanded, by the whole object. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null)
}

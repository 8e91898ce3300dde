/** The id behind a reference, whether it is expanded or not. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null)
}

/** The same for a reference that is never empty. */
export function needId(reference: string | { id: string } | null | undefined): string {
  const id = idOf(reference)
  if (id === null) throw new Error('An object of the local Stripe lacks a reference it must have.')
  return id
}

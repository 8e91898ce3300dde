/** Nobody can have an address there: `.invalid` is reserved (RFC 2606). */
const DOMAIN = '@deleted.invalid'

/** The address under which a deleted reader's row is kept. */
export function pseudonymOf(readerId: string): string {
  return `deleted-${readerId}${DOMAIN}`
}

/** Whether this is all that is left of an address: no mail goes there, and nobody signs in with it. */
export function isPseudonym(email: string): boolean {
  return email.endsWith(DOMAIN)
}

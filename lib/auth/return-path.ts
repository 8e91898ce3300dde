/** Pages that make no sense as the place to go back to after signing in or paying. */
const nowhere = ['/api/', '/sign-in', '/subscribe/return', '/_next/']

/**
 * The path on our own site that a "return to" parameter names, or `/` when it names anything else.
 *
 * Attackers write `//evil.example`, `/\evil.example`, `/%09/evil.example`, `javascript:` or a whole
 * address; what counts is what a browser would make of it, so it is resolved like a browser does.
 */
export function safeReturnPath(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > 2000 || !wanted.startsWith('/')) return '/'
  // Backslashes, tabs and line breaks are read by browsers in ways a path never needs.
  if (/[\\\p{Cc}]/u.test(wanted)) return '/'
  const base = 'https://our.invalid'
  if (!URL.canParse(wanted, base)) return '/'
  const url = new URL(wanted, base)
  if (url.origin !== base || nowhere.some((path) => url.pathname.startsWith(path))) return '/'
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') ? '/' : path
}

/**
 * The name of the session cookie. Over https the `__Host-` prefix ties it to our host and to secure
 * connections; over http the port is in the name, because browsers share cookies between the ports
 * of one host and two checkouts may run side by side.
 */
export function sessionCookieName(siteUrl: URL): string {
  return siteUrl.protocol === 'https:' ? '__Host-foldline' : `foldline-${siteUrl.port || '80'}`
}

/** The session token in a Cookie header, or null. A header with two of them holds none: one is planted. */
export function readSessionToken(cookieHeader: string | undefined, siteUrl: URL): string | null {
  if (!cookieHeader) return null
  const prefix = `${sessionCookieName(siteUrl)}=`
  const tokens = cookieHeader
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length))
  const [token] = tokens
  return tokens.length === 1 && token && token.length <= 200 ? token : null
}

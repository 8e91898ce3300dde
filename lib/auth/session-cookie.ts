/**
 * The name of the session cookie. Over https the `__Host-` prefix ties it to our host and to secure
 * connections; over http the port is in the name, because browsers share cookies between the ports
 * of one host and two checkouts may run side by side.
 */
export function sessionCookieName(siteUrl: URL): string {
  return siteUrl.protocol === 'https:' ? '__Host-foldline' : `foldline-${siteUrl.port || '80'}`
}

/** What browsers may do with the session cookie: our requests alone carry it, and no script reads it. */
export function sessionCookieOptions(siteUrl: URL) {
  const secure = siteUrl.protocol === 'https:'
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
}

/** Reads session tokens out of the Cookie headers that browsers send to this site. */
export type SessionTokenReader = (cookieHeader: string | undefined) => string | null

/**
 * Reads as `readSessionToken` does, for many requests: the name of the cookie is made once, and a header
 * with nothing but the cookie is read without taking it apart.
 */
export function sessionTokenReader(siteUrl: URL): SessionTokenReader {
  const prefix = `${sessionCookieName(siteUrl)}=`
  return (header) => {
    if (!header) return null
    const at = header.indexOf(prefix)
    if (at === -1) return null
    if (at !== 0 || header.includes(';') || !/[!-~]$/.test(header))
      return readSessionToken(header, siteUrl)
    return acceptable(header.slice(prefix.length))
  }
}

const acceptable = (token: string | undefined) => (token && token.length <= 200 ? token : null)

/** The session token in a Cookie header, or null. A header with two of them holds none: one is planted. */
export function readSessionToken(cookieHeader: string | undefined, siteUrl: URL): string | null {
  if (!cookieHeader) return null
  const prefix = `${sessionCookieName(siteUrl)}=`
  const tokens = cookieHeader
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length))
  return tokens.length === 1 ? acceptable(tokens[0]) : null
}

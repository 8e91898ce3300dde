import { timingSafeEqual } from 'node:crypto'
import { DAY, SECOND } from '#lib/clock.ts'
import { deriveToken } from '#lib/derived-token.ts'

/** What a browser is given in the place of a token. `name` is that of a cookie: one for each link, so that they do not push each other out. */
export type Pass = { name: string; value: string; expires: Date }

/** For how long a pass is good; then the link is opened once more. A browser may be another's tomorrow. */
const LIFE = DAY

const shape =
  /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{10})\.([\w-]{32})$/

/** So many of one request are looked at: whoever sends more has planted them. */
const MOST = 20

/** Over https a page that is not cannot set it. */
const prefixOf = (siteUrl: URL) =>
  `${siteUrl.protocol === 'https:' ? '__Secure-' : ''}foldline-given-`

/** Makes a pass for a link that ends at `endsAt`. */
export function makePass(link: { id: string; endsAt: Date }, siteUrl: URL, now: Date): Pass {
  const expires = new Date(Math.min(now.getTime() + LIFE, link.endsAt.getTime()))
  const said = `${link.id}.${Math.floor(expires.getTime() / SECOND)}`
  return {
    // The end of an id is chance; its beginning is the time.
    name: `${prefixOf(siteUrl)}${link.id.slice(-12)}`,
    value: `${said}.${deriveToken('given article', said)}`,
    expires,
  }
}

/** The links to which the passes of a Cookie header are good at `now`. A pass proves that a link was opened, not that it is still open. */
export function readPasses(cookieHeader: string | undefined, siteUrl: URL, now: Date): string[] {
  const prefix = prefixOf(siteUrl)
  if (!cookieHeader?.includes(prefix)) return []
  const values = cookieHeader
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .slice(0, MOST)
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
  return [...new Set(values.flatMap((value) => readPass(value, now) ?? []))]
}

function readPass(value: string, now: Date): string | null {
  const [, id = '', until = '', sign = ''] = shape.exec(value) ?? []
  if (id === '' || Number(until) * SECOND <= now.getTime()) return null
  const right = Buffer.from(deriveToken('given article', `${id}.${until}`))
  return timingSafeEqual(right, Buffer.from(sign)) ? id : null
}

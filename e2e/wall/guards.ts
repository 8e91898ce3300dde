/** The headers by which a browser guards an answer: which every answer must carry, whatever it answers. */
import { behindCache, stack } from '../support/stack.ts'
import type { Answer } from './request.ts'

/** What each must say, word for word; the wall's own list, not the product's. */
const guards: Record<string, RegExp> = {
  'Content-Security-Policy': /^default-src '(?:none|self)'; /,
  'X-Content-Type-Options': /^nosniff$/,
  'X-Frame-Options': /^DENY$/,
  // The second where the address holds a token: then not even the name of the site is told to others.
  'Referrer-Policy': /^(?:strict-origin-when-cross-origin|same-origin|no-referrer)$/,
  'Cross-Origin-Opener-Policy': /^same-origin$/,
  'Permissions-Policy': /^camera=\(\), geolocation=\(\), microphone=\(\), payment=\(\)$/,
}

/** What a policy must say whatever else it allows. */
const forbids = ["base-uri 'none'", "frame-ancestors 'none'"]

/** What no policy may say: the first lets text become code, the others any file of ours, or of anybody. */
const allows =
  /(?:script-src|default-src)[^;]*(?:'unsafe-|\*|\bhttps?:(?=[ ;]|$)|data:|blob:)|script-src[^;]*'self'/

/** What an answer lacks of these, each said once. That which never came lacks nothing. */
export function unguarded(answer: Pick<Answer, 'status' | 'headers'>): string[] {
  if (answer.status === 0 || isOfTheCache(answer)) return []
  const said = (name: string) =>
    answer.headers.filter(([one]) => one.toLowerCase() === name.toLowerCase())
  const [policy = ''] = said('Content-Security-Policy').map(([, value]) => value)
  const isSecure = stack().site.startsWith('https:')
  return [
    ...Object.entries(guards).flatMap(([name, words]) => {
      const [first, ...more] = said(name).map(([, value]) => value)
      if (first === undefined) return [`has no ${name}`]
      if (more.length > 0) return [`says ${name} twice`]
      return words.test(first) ? [] : [`says ${name}: ${first}`]
    }),
    ...forbids.filter((one) => !policy.includes(one)).map((one) => `its policy lacks ${one}`),
    ...(allows.test(policy) ? [`its policy allows too much: ${policy}`] : []),
    // Over plain HTTP it would lock people out.
    ...(said('Strict-Transport-Security').length === (isSecure ? 1 : 0)
      ? []
      : ['says something else than it should of Strict-Transport-Security']),
  ]
}

/** Varnish answers itself what is no request, and says so of nothing else than that. */
const isOfTheCache = ({ status, headers }: Pick<Answer, 'status' | 'headers'>) =>
  behindCache &&
  status >= 400 &&
  !headers.some(([name]) => name.toLowerCase() === 'x-frame-options')

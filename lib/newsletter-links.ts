import { timingSafeEqual } from 'node:crypto'
import { deriveToken } from './derived-token.ts'

/**
 * What a link in a mail lets its holder do, for one address and no other: confirm what was asked for, change what it
 * receives, or end one newsletter. Each is of a purpose of its own, so none opens what another does.
 */
export type NewsletterPower = 'newsletter_confirm' | 'newsletter_preferences' | 'newsletter_leave'

/** What stands in a link: whom it is for (and of which newsletter), and the token that only we can make of it. */
function makePass(power: NewsletterPower, subject: string): string {
  return `${subject}.${deriveToken(power, subject)}`
}

/** Whom a link is for, or null when we did not make it for this purpose. No query is made for one that is forged. */
export function readPass(power: NewsletterPower, pass: string): string | null {
  const [, subject = '', token = ''] =
    /^([a-z0-9-]{36}(?:\.[a-z0-9-]{1,60})?)\.([\w-]{32})$/.exec(pass) ?? []
  if (token === '') return null
  const made = Buffer.from(deriveToken(power, subject))
  return timingSafeEqual(made, Buffer.from(token)) ? subject : null
}

function linkTo(site: URL, path: string, pass: string): string {
  const link = new URL(path, site)
  // `t` is never written into a log (`lib/plain-line.ts`).
  link.searchParams.set('t', pass)
  return link.href
}

/** Opens the page that confirms what an address asked for. */
export const confirmLink = (site: URL, addressId: string) =>
  linkTo(site, '/newsletters/confirm', makePass('newsletter_confirm', addressId))

/** Opens the page on which an address chooses what it receives. */
export const preferencesLink = (site: URL, addressId: string) =>
  linkTo(site, '/newsletters/preferences', makePass('newsletter_preferences', addressId))

/** Opens the page that ends one newsletter. */
export const leaveLink = (site: URL, addressId: string, newsletter: string) =>
  linkTo(site, '/newsletters/leave', makePass('newsletter_leave', `${addressId}.${newsletter}`))

/** Where a mail program posts to (RFC 8058). Opened by hand it leads to the page above. */
export const oneClickLink = (site: URL, addressId: string, newsletter: string) =>
  linkTo(
    site,
    '/api/newsletters/unsubscribe',
    makePass('newsletter_leave', `${addressId}.${newsletter}`),
  )

import type { AskedFrom, NewsletterWish } from '#db/queries/newsletters.ts'
import { newsletterOf } from '#lib/newsletter-list.ts'
import { newsletterConsent } from './consent.ts'

/** Of what a form names the newsletters that there are, each once. */
export function readChoice(named: readonly string[]): string[] {
  return [...new Set(named)].filter((slug) => newsletterOf(slug) !== null)
}

/** Wishes of one address, each with the words that it was made to. */
export function wishes(
  addressId: string,
  chosen: readonly string[],
  { askedFrom, now }: { askedFrom: AskedFrom; now: Date },
): NewsletterWish[] {
  return chosen.map((newsletter) => ({
    addressId,
    newsletter,
    askedFrom,
    consentVersion: newsletterConsent.version,
    consentText: newsletterConsent.text,
    askedAt: now,
  }))
}
